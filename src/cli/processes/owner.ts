import { birthOf } from './birth.ts';
import { isAlive } from './isAlive.ts';

/** This process, as it is written into what it has: its number and birth. */
export function sayOwner(): string {
  return `${process.pid} ${birthOf(process.pid)}`;
}

/** Whether the process that wrote this runs still. */
export function isOwnerAlive(text: string): boolean {
  const [, pid, birth] = /^(\d+) ?(.*)$/s.exec(text) ?? [];
  return isAlive(Number(pid)) && (!birth || birth === birthOf(Number(pid)));
}
