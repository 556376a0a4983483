import { spawn } from 'node:child_process';
import { dirname, join, posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { CommandError } from './commandError.ts';
import { findHome, isFile } from './files/lookAt.ts';
import { temporaryEnv } from './files/temporaryFolder.ts';

/** What finding a browser asks of the machine; tests replace it. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  /** Where Playwright's own Chromium is, or would be. */
  readonly playwrightBrowser: string;
  isFile(path: string): boolean;
  /** Whether the command ended well and within the time. */
  run(command: string, args: readonly string[], timeoutMs: number): Promise<boolean>;
  say(line: string): void;
}

const VERSION_TIMEOUT_MS = 30_000;
const DOWNLOAD_TIMEOUT_MS = 300_000;
const APT_TIMEOUT_MS = 600_000;

const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const LINUX_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
const MAC_NAMES = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PATHS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** The usual places of an installed Chrome, Chromium or Edge, in order of preference. */
export function installedBrowserPaths({ platform, env, home }: Pick<Machine, 'platform' | 'env' | 'home'>): string[] {
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    return WINDOWS_PATHS.flatMap((path) => folders.map((folder) => win32.join(folder, path)));
  }
  const pathFolders = (env.PATH ?? '').split(':').filter((folder) => folder !== '');
  if (platform === 'darwin') {
    const applications = ['/Applications', posix.join(home, 'Applications')];
    return MAC_NAMES.flatMap((name) =>
      applications.map((folder) => posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    ).concat(pathFolders.flatMap((folder) => LINUX_NAMES.map((name) => posix.join(folder, name))));
  }
  const folders = [...new Set([...pathFolders, ...LINUX_FOLDERS])];
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

/** Every place where a browser may be on this machine, in order of preference; WEFT_BROWSER stands for itself alone. */
export function browserPaths(machine: Machine = thisMachine()): string[] {
  const chosen = machine.env.WEFT_BROWSER;
  return chosen ? [chosen] : [...installedBrowserPaths(machine), machine.playwrightBrowser];
}

/**
 * Finds a Chrome, Chromium or Edge that runs, and installs a Chromium where there is none.
 * @throws CommandError with the remedy.
 */
export async function findBrowser(machine: Machine = thisMachine()): Promise<string> {
  return (
    (await findBrowserHere(machine)) ??
    (await installWithPlaywright(machine)) ??
    (await installWithApt(machine)) ??
    fail()
  );
}

/**
 * Finds one that is here already, and installs none.
 * @throws CommandError where WEFT_BROWSER names none that runs.
 */
export async function findBrowserHere(machine: Machine = thisMachine()): Promise<string | undefined> {
  const chosen = machine.env.WEFT_BROWSER;
  if (chosen) {
    if (await doesRun(machine, chosen)) {
      return chosen;
    }
    throw new CommandError(
      `WEFT_BROWSER is "${chosen}", which is not a browser that runs here; give another path or unset it.`,
      { problem: 'wrong-browser' },
    );
  }
  return (await findInstalled(machine)) ?? (await findFirst(machine, [machine.playwrightBrowser]));
}

function fail(): never {
  throw new CommandError(
    'No Chrome, Chromium or Edge was found and none could be installed; ' +
      'install Chrome, or set WEFT_BROWSER to the path of a Chromium-based browser.',
    { problem: 'no-browser' },
  );
}

/** Asking for the version shows missing libraries and placeholder scripts; on Windows it would open a window. */
async function doesRun(machine: Machine, path: string): Promise<boolean> {
  if (!machine.isFile(path)) {
    return false;
  }
  return machine.platform === 'win32' || machine.run(path, ['--version'], VERSION_TIMEOUT_MS);
}

async function findFirst(machine: Machine, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (await doesRun(machine, path)) {
      return path;
    }
  }
  return undefined;
}

function findInstalled(machine: Machine): Promise<string | undefined> {
  return findFirst(machine, installedBrowserPaths(machine));
}

async function installWithPlaywright(machine: Machine): Promise<string | undefined> {
  const command = join(dirname(fileURLToPath(import.meta.resolve('playwright'))), 'cli.js');
  machine.say(
    "No browser was found, so Playwright's Chromium is downloaded. WEFT_BROWSER names another and avoids this.",
  );
  await install(machine, process.execPath, [command, 'install', '--no-shell', 'chromium'], DOWNLOAD_TIMEOUT_MS);
  return findFirst(machine, [machine.playwrightBrowser]);
}

async function installWithApt(machine: Machine): Promise<string | undefined> {
  if (machine.platform !== 'linux' || !machine.isRoot || !machine.isFile('/usr/bin/apt-get')) {
    return undefined;
  }
  machine.say("That did not work, so the system's package chromium is installed.");
  await install(machine, 'apt-get', ['update'], APT_TIMEOUT_MS);
  // A font comes along, since a page without any has no visible text.
  const packages = ['--no-install-recommends', 'chromium', 'fonts-liberation'];
  await install(machine, 'apt-get', ['install', '--yes', ...packages], APT_TIMEOUT_MS);
  return findInstalled(machine);
}

/** Nobody asked for this and it reaches the network, so it is said before it is done. */
async function install(machine: Machine, command: string, args: readonly string[], timeoutMs: number): Promise<void> {
  machine.say(`Running: ${[command, ...args].join(' ')}`);
  await machine.run(command, args, timeoutMs);
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: findHome() ?? '/nowhere',
    isRoot: isRoot(),
    playwrightBrowser: chromium.executablePath(),
    isFile,
    run: runQuietly,
    say: (line) => console.log(line),
  };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function runQuietly(command: string, args: readonly string[], timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'ignore',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      // What it downloads first goes with this process, however that ends.
      env: { ...process.env, ...temporaryEnv(), DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
