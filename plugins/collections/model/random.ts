/** Where randomness comes from; the platform's on the host, lent by the host in a sandbox. */
interface RandomSource {
  getRandomValues(into: Uint32Array): Uint32Array;
}

const pool = new Uint32Array(2048);
let next = pool.length;

/** An integer from 0 up to, not including, `limit`; each as likely as the others. */
export function randomInt(limit: number): number {
  const top = 0x1_0000_0000 - (0x1_0000_0000 % limit);
  for (;;) {
    const drawn = draw();
    if (drawn < top) return drawn % limit;
  }
}

/** Random text of characters from an alphabet. */
export function randomText(length: number, alphabet: string): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
  return text;
}

function draw(): number {
  if (next === pool.length) {
    // The one global both worlds have; declared here because the sandbox has no types of Node.
    (globalThis as unknown as { crypto: RandomSource }).crypto.getRandomValues(pool);
    next = 0;
  }
  return pool[next++] as number;
}
