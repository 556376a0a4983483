import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface EndedProcess {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TrainProcess {
  readonly ended: Promise<EndedProcess>;
  /** Resolves once the text was printed on stdout; rejects when the process ends without it. */
  printed(text: string): Promise<void>;
  interrupt(): void;
  /** Ends the process as a crash or a power cut does. */
  kill(): void;
}

type Environment = Readonly<Record<string, string>>;

/**
 * Starts what `npm run train -- <args>` runs.
 * @param env variables beside those of this process.
 */
export function startTrain(args: readonly string[], env: Environment = {}): TrainProcess {
  return startCommand('src/cli/train.ts', args, env);
}

function startCommand(script: string, args: readonly string[], env: Environment = {}): TrainProcess {
  // Of its own: a run that one test leaves must not go on in another.
  const dataHome = mkdtempSync(join(tmpdir(), 'weft-data-'));
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    ['--import', 'tsx', script, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        // Where it is missing, Vulkan layers that come with Mesa complain on stderr, which tests hold to Weft's own words.
        XDG_RUNTIME_DIR: tmpdir(),
        XDG_DATA_HOME: dataHome,
        ...process.env,
        WEFT_ADAPTER: process.env.WEFT_ADAPTER || 'swiftshader',
        ...env,
      },
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<EndedProcess>((resolve) => {
    child.on('close', (exitCode) => {
      rmSync(dataHome, { recursive: true, force: true });
      resolve({ exitCode, stdout, stderr });
    });
  });
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => stdout.includes(text) && resolve();
      child.stdout.on('data', check);
      check();
      ended.then(() => reject(new Error(`The process ended without printing "${text}": ${stdout}${stderr}`)));
    });
  return { ended, printed, interrupt: () => child.kill('SIGINT'), kill: () => child.kill('SIGKILL') };
}

export function runTrain(args: readonly string[], env: Environment = {}): Promise<EndedProcess> {
  return startTrain(args, env).ended;
}

/** Runs what `npm run bench -- <args>` runs. */
export function runBench(args: readonly string[]): Promise<EndedProcess> {
  return startCommand('src/cli/bench.ts', args).ended;
}

/** Runs what `npm run report -- <args>` runs. */
export function runReport(args: readonly string[]): Promise<EndedProcess> {
  return startCommand('src/cli/report.ts', args).ended;
}

/** Runs what `npm run doctor -- <args>` runs. */
export function runDoctor(args: readonly string[], env: Environment = {}): Promise<EndedProcess> {
  return startCommand('src/cli/doctor.ts', args, env).ended;
}
