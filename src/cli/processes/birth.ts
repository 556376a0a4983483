import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * What tells a process from others that had or will have its number: when it began, in a form that no change of the clock
 * alters where the system has one. Empty where the system does not say.
 */
export function birthOf(pid: number): string {
  try {
    return process.platform === 'linux' ? linuxBirth(pid) : process.platform === 'win32' ? '' : unixBirth(pid);
  } catch {
    return '';
  }
}

/** The boot, and clock ticks since then: field 22 of `/proc/PID/stat`, the 20th after the name in parentheses (proc(5)). */
function linuxBirth(pid: number): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return `${boot} ${ticks}`;
}

function unixBirth(pid: number): string {
  return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
}
