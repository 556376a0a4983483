import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { parseArguments } from './arguments';
import { CommandError } from './commandError';
import { makePackFolder } from './dawn/packFolder';
import { findSwiftShader } from './dawn/vulkan';
import { replaceFolder } from './files/replaceFolder';
import { temporaryFolder } from './files/temporaryFolder';
import { PROJECT_ROOT } from './project';
import { runCommand } from './runCommand';

const ROOT = resolve(PROJECT_ROOT, 'dist-pack');
const FOLDER = join(ROOT, 'weft');
const ARCHIVE = join(ROOT, `weft-linux-${process.arch}.tar.xz`);

const program = new Command('npm run pack --')
  .description(
    'Makes a folder, and an archive of it, that trains on a Linux machine with a Vulkan driver and nothing else.',
  )
  .option('--without-dataset', 'leaves out Fashion-MNIST, 31 MB');

await runCommand(async () => {
  const { withoutDataset = false } = parseArguments<{ withoutDataset?: boolean }>(program);
  console.log('Bundling the commands …');
  mkdirSync(ROOT, { recursive: true });
  // Beside its place, and put there when it is whole and was tried: whoever packs and fails keeps what there was.
  const draft = join(temporaryFolder(ROOT), 'weft');
  const shortcomings = await makePackFolder(draft, { withDataset: !withoutDataset });
  console.log(`${nameOf(FOLDER)}: ${formatMebibytes(folderBytes(draft))}`);
  for (const shortcoming of shortcomings) {
    console.log(shortcoming);
  }
  checkFolder(draft, withoutDataset);
  const archive = compress(draft);
  replaceFolder(draft, FOLDER);
  if (archive === undefined) {
    // One of an older folder would be taken for this one's.
    rmSync(ARCHIVE, { force: true });
  } else {
    renameSync(archive, ARCHIVE);
    console.log(`${nameOf(ARCHIVE)}: ${formatMebibytes(statSync(ARCHIVE).size)}`);
  }
  return 0;
});

/** Runs what was packed as on a bare machine: in an empty folder, with no environment. */
function checkFolder(folder: string, withoutDataset: boolean): void {
  runPacked(folder, ['train', '--help'], {});
  const swiftShader = findSwiftShader();
  if (swiftShader === undefined) {
    console.log('It starts. It was not tried on an adapter, since no browser with SwiftShader is here.');
    return;
  }
  console.log('Trying it on SwiftShader …');
  const size = ['--epochs', '1', '--train-examples', '128', '--normalizations', 'scale'];
  const dataset = withoutDataset ? ['--dataset', join(PROJECT_ROOT, 'public/datasets/fashion-mnist')] : [];
  runPacked(folder, ['train', ...size, ...dataset], { VK_ICD_FILENAMES: swiftShader });
  console.log('It trains.');
}

/** @throws CommandError where the command fails. */
function runPacked(folder: string, argv: readonly string[], env: Readonly<Record<string, string>>): void {
  const emptyFolder = mkdtempSync(join(temporaryFolder(), 'pack-'));
  try {
    const { status, stderr } = spawnSync(join(folder, 'weft'), argv, { cwd: emptyFolder, env, encoding: 'utf8' });
    if (status !== 0) {
      throw new CommandError(`The packed "weft ${argv.join(' ')}" ended with ${status}: ${stderr.trim()}`);
    }
  } finally {
    rmSync(emptyFolder, { recursive: true });
  }
}

/** @returns the archive, beside the folder; `undefined` where there is nothing to compress with. */
function compress(folder: string): string | undefined {
  if (spawnSync('xz', ['--version'], { stdio: 'ignore' }).status !== 0) {
    console.log('There is no xz here, so the folder is not compressed.');
    return undefined;
  }
  console.log('Compressing, which takes a few minutes …');
  // What is packed twice is the same bytes twice.
  const owner = [
    '--format=gnu',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--sort=name',
    '--mtime=@0',
    '--mode=u=rwX,go=rX',
  ];
  const archive = join(dirname(folder), basename(ARCHIVE));
  const tar = ['-C', dirname(folder), ...owner, '-I', 'xz -9e', '-cf', archive, 'weft'];
  const { status, stderr } = spawnSync('tar', tar, { encoding: 'utf8' });
  if (status !== 0) {
    throw new CommandError(`The folder could not be compressed: ${stderr.trim()}`);
  }
  return archive;
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function formatMebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function nameOf(path: string): string {
  return relative(PROJECT_ROOT, path);
}
