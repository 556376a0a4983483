/** Whether a process with this number runs on this machine, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0)) {
    return false;
  }
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
