import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Place } from "./errors.ts";

interface MappedFile {
  /** Source map as JSON text; "" where lines are the author's already. */
  readonly map: string;
  readonly source: string;
}

/** Positions of a generation's scripts, back in the files their author wrote. */
export class StackMapper {
  readonly #files = new Map<string, MappedFile>();
  readonly #traces = new Map<string, TraceMap>();

  add(filename: string, file: MappedFile): void {
    this.#files.set(filename, file);
    this.#traces.delete(filename);
  }

  /** A stack without our own frames, in the author's lines. */
  map(stack: string): string {
    const lines = stack.split("\n").filter((line) => !/isobase:boot|<isolated-vm/.test(line));
    return lines
      .map((line) =>
        line.replace(
          /(?:file:\/\/)?(\/[^\s()]+):(\d+):(\d+)/g,
          (whole, file: string, row: string, column: string) => {
            const place = this.#place(file, Number(row), Number(column));
            return place === undefined ? whole : `${place.file}:${place.line}:${place.column}`;
          },
        ),
      )
      .join("\n");
  }

  /** Where the topmost frame of a script is. */
  placeOf(stack: string): Place | undefined {
    for (const [, file = "", row, column] of stack.matchAll(/(?:file:\/\/)?(\/[^\s()]+):(\d+):(\d+)/g)) {
      const place = this.#place(file, Number(row), Number(column));
      if (place !== undefined) return place;
    }
    return undefined;
  }

  #place(file: string, row: number, column: number): Place | undefined {
    const known = this.#files.get(file);
    if (known === undefined) return undefined;
    const mapped =
      known.map === ""
        ? undefined
        : originalPositionFor(this.#trace(file, known.map), { line: row, column: column - 1 });
    const line = mapped?.line ?? row;
    const text = known.source.split("\n")[line - 1];
    return {
      file,
      line,
      column: mapped?.line ? mapped.column + 1 : column,
      ...(text !== undefined && { text }),
    };
  }

  #trace(file: string, map: string): TraceMap {
    let trace = this.#traces.get(file);
    if (trace === undefined) {
      trace = new TraceMap(map);
      this.#traces.set(file, trace);
    }
    return trace;
  }
}
