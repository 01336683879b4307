/** Text as part of a file's name: `My App2Go` → `my_app2_go`; all but letters and digits of any script separates words. */
export function snakeCase(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}
