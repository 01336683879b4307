/** Per shape of a question: as many ways to show its rows. */
const most = 20;
const kept = new WeakMap<object, Map<string, string>>();

/**
 * SQL put together once for a shape of a question (Answer.shape) and what is asked of it. One and the same text is found
 * among the prepared statements without being read again.
 */
export function keptText(shape: object, asked: string, make: () => string): string {
  const texts = kept.get(shape) ?? new Map<string, string>();
  kept.set(shape, texts);
  const known = texts.get(asked);
  if (known !== undefined) return known;
  if (texts.size >= most) texts.clear();
  const made = make();
  texts.set(asked, made);
  return made;
}
