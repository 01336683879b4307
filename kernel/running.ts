/** Whether a process of this number runs; this one counts as none, for what it finds under its own number is older than it. */
export function isRunningElsewhere(pid: number): boolean {
  // In a container the next process often has the number of the last.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
