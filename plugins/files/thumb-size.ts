/** What a thumb should be: `100x50` cut in the middle, `t`op or `b`ottom, `f` whole inside the box, `0x50`/`100x0` by one side. */
export interface ThumbSize {
  readonly width: number;
  readonly height: number;
  readonly mode: "" | "t" | "b" | "f";
}

/** A size as it stands in the options of a file field; undefined if it is none. */
export function readThumbSize(text: string): ThumbSize | undefined {
  const [, width = "", height = "", mode = ""] = /^(\d+)x(\d+)(t|b|f)?$/.exec(text) ?? [];
  if (width === "" || (Number(width) === 0 && Number(height) === 0)) return undefined;
  return { width: Number(width), height: Number(height), mode: mode as ThumbSize["mode"] };
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** Width and height of the thumb of an image that is this large. */
export function targetOf(image: Box, { width, height, mode }: ThumbSize): Box {
  if (width === 0) return { width: atLeastOne(Math.round((image.width * height) / image.height)), height };
  if (height === 0) return { width, height: atLeastOne(Math.round((image.height * width) / image.width)) };
  if (mode !== "f") return { width, height };
  if (image.width <= width && image.height <= height) return image;
  const ratio = image.width / image.height;
  return ratio > width / height
    ? { width, height: atLeastOne(Math.floor(width / ratio)) }
    : { width: atLeastOne(Math.floor(height * ratio)), height };
}

function atLeastOne(side: number): number {
  return Math.max(1, side);
}
