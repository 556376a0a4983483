import { execFileSync } from 'node:child_process';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A process and all that it started, the children first. */
export function descendants(pid: number, all = listProcesses()): readonly ProcessEntry[] {
  const own = all.find((entry) => entry.pid === pid);
  const children = all.filter(({ parent }) => parent === pid).flatMap((child) => descendants(child.pid, all));
  return own === undefined ? children : [...children, own];
}

/** Ends them at once, as a power cut does; those that are gone are left out. */
export function killAll(processes: readonly ProcessEntry[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

export function areAlive(processes: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const alive = new Map(listProcesses().map((entry) => [entry.pid, entry]));
  // A number that another program got meanwhile is not the same process.
  return processes.filter(({ pid, command }) => alive.get(pid)?.command === command);
}

/** `ps` is there on Linux and macOS; ended ones that nobody has waited for are left out. */
function listProcesses(): readonly ProcessEntry[] {
  const text = execFileSync('ps', ['-ww', '-e', '-o', 'pid=,ppid=,stat=,args='], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, state, command] = line.match(/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/) ?? [];
    return pid === undefined || state?.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
  });
}
