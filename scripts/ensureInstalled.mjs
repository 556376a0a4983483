// Installs the dependencies where they are missing or older than package-lock.json.
// Plain JavaScript without imports of packages: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = join(root, 'package-lock.json');
const installedLockFile = join(root, 'node_modules', '.package-lock.json');
const npmArguments = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];

// Vite and tsx take what follows these for a query or a place in a page.
const [trouble] = /[?#]/.exec(root) ?? [];
if (trouble !== undefined) {
  console.error(
    `The path ${root} has a "${trouble}", which the build tools cannot read; move the folder to a path without it.`,
  );
  process.exit(1);
}

function isInstalled() {
  return existsSync(installedLockFile) && statSync(installedLockFile).mtimeMs >= statSync(lockFile).mtimeMs;
}

/** Held while npm runs: two commands that start together would take the packages from each other. */
const lock = join(root, '.weft-install.lock');
const POLL_MS = 200;
const MAKING_MS = 5000;
/** No install takes so long: whoever has the number in the lock since then is another process. */
const LONGEST_MS = 1_800_000;

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function pause() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
}

/** Whether the lock is of a process that is gone; one without a number may be one that is being made, for some seconds. */
function isLeft() {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    const ageMs = Date.now() - statSync(lock).mtimeMs;
    return pid > 0 ? !isAlive(pid) || ageMs > LONGEST_MS : ageMs > MAKING_MS;
  } catch {
    return false;
  }
}

/** Waits for whoever installs; one that was killed counts for nothing. */
function takeLock() {
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
      // Two that found a dead one's lock at once may have taken each other's away.
      pause();
      if (readFileSync(lock, 'utf8') === `${process.pid}`) {
        return;
      }
    } catch (error) {
      if (error.code !== 'EEXIST' && error.code !== 'ENOENT') {
        throw error;
      }
      if (isLeft()) {
        rmSync(lock, { force: true });
      } else {
        pause();
      }
    }
  }
}

function install() {
  console.log(`Installing the dependencies of package-lock.json. Running: npm ${npmArguments.join(' ')}`);
  const npm = spawnSync('npm', npmArguments, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return npm.status === 0
    ? undefined
    : `Installing failed: "npm ${npmArguments.join(' ')}" ended with ${npm.status ?? npm.error?.message}.`;
}

if (!isInstalled()) {
  let failure;
  try {
    takeLock();
    try {
      // Whoever had the lock before may have installed them.
      failure = isInstalled() ? undefined : install();
    } finally {
      rmSync(lock, { force: true });
    }
  } catch (error) {
    failure = `The dependencies cannot be installed in ${root}: ${error.message}.`;
  }
  if (failure !== undefined) {
    console.error(failure);
    process.exit(1);
  }
}
