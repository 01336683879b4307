import type { Collection } from "../../../state/catalog.svelte.ts";

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly field: string;
  readonly row: number;
  readonly many: boolean;
}

export const boxWidth = 212;
export const headHeight = 34;
export const rowHeight = 22;
const gap = { x: 96, y: 36 };
const tallest = 900;

export function heightOf(collection: Collection): number {
  return headHeight + collection.fields.length * rowHeight + 8;
}

export function edgesOf(collections: readonly Collection[]): Edge[] {
  const known = new Set(collections.map((c) => c.id));
  return collections.flatMap((c) =>
    c.fields.flatMap((field, row) =>
      field.type === "relation" && known.has(field.collectionId)
        ? [
            {
              from: c.id,
              to: field.collectionId as string,
              field: field.name,
              row,
              many: (field.maxSelect ?? 0) > 1,
            },
          ]
        : [],
    ),
  );
}

/** Puts what is pointed at left of what points; what stands alone fills columns at the right. */
export function arrange(collections: readonly Collection[]): Box[] {
  const edges = edgesOf(collections).filter(({ from, to }) => from !== to);
  const linked = collections.filter((c) => edges.some(({ from, to }) => from === c.id || to === c.id));
  const alone = collections.filter((c) => !linked.includes(c));
  const depth = new Map(linked.map((c) => [c.id, 0]));
  // A few rounds settle chains; circles just stop growing.
  for (let round = 0; round < 5; round++) {
    for (const { from, to } of edges)
      depth.set(from, Math.max(depth.get(from) ?? 0, Math.min((depth.get(to) ?? 0) + 1, 5)));
  }
  const columns = Array.from({ length: Math.max(0, ...depth.values()) + 1 }, (_, i) =>
    linked.filter((c) => depth.get(c.id) === i),
  );
  return [...columns, ...stacks(alone)].filter((column) => column.length > 0).flatMap(placeColumn);
}

function stacks(collections: readonly Collection[]): Collection[][] {
  const columns: Collection[][] = [];
  let height = Number.POSITIVE_INFINITY;
  for (const c of collections) {
    if (height + heightOf(c) > tallest) {
      columns.push([]);
      height = 0;
    }
    columns.at(-1)?.push(c);
    height += heightOf(c) + gap.y;
  }
  return columns;
}

function placeColumn(column: readonly Collection[], at: number): Box[] {
  let y = 0;
  return column.map((c) => {
    const box = { id: c.id, x: at * (boxWidth + gap.x), y, width: boxWidth, height: heightOf(c) };
    y += box.height + gap.y;
    return box;
  });
}
