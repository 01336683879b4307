const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
const perMillisecond = 36 ** 3;

let millisecond = 0;
let prefix = "";
let sequence = 0;

/**
 * Ids of 15 characters that grow with time: eight for the millisecond, three for the place in it, four by chance.
 * A table that is only appended to is several times cheaper to write than one with scattered keys.
 */
export function nextLogId(time: number): string {
  if (time > millisecond || sequence === perMillisecond) {
    millisecond = Math.max(time, millisecond + 1);
    prefix = millisecond.toString(36).padStart(8, "0");
    sequence = 0;
  }
  const place = sequence++;
  return prefix + digit(place / 1296) + digit(place / 36) + digit(place) + chance();
}

function digit(n: number): string {
  return alphabet[Math.floor(n) % 36] as string;
}

function chance(): string {
  const n = Math.floor(Math.random() * 36 ** 4); // tells two processes on one database apart; no secret
  return n.toString(36).padStart(4, "0");
}
