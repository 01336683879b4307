/** `YYYY/MM/DD HH:MM:SS`, in local time as the reference prints it. */
export function timestamp(now = new Date()): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const day = `${now.getFullYear()}/${two(now.getMonth() + 1)}/${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
}
