// Installs the dependencies where they are missing or older than package-lock.json.
// Plain JavaScript without imports of packages: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = join(root, 'package-lock.json');
const installedLockFile = join(root, 'node_modules', '.package-lock.json');
const npmArguments = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];

function isInstalled() {
  return existsSync(installedLockFile) && statSync(installedLockFile).mtimeMs >= statSync(lockFile).mtimeMs;
}

if (!isInstalled()) {
  console.log(`Installing the dependencies of package-lock.json. Running: npm ${npmArguments.join(' ')}`);
  const npm = spawnSync('npm', npmArguments, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error(`Installing failed: "npm ${npmArguments.join(' ')}" ended with ${npm.status ?? npm.error?.message}.`);
    process.exit(1);
  }
}
