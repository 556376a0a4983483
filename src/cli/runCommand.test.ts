import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-command-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('goes on to the end, and writes its file, when its reader is gone', async () => {
  const [script, file] = [join(folder, 'command.ts'), join(folder, 'file')];
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs';
    import { runCommand } from ${JSON.stringify(fileURLToPath(new URL('runCommand.ts', import.meta.url)))};
    void runCommand(async () => {
      for (let line = 0; line < 200; line++) {
        console.log('x'.repeat(1000));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      writeFileSync(${JSON.stringify(file)}, 'done');
      return 0;
    });`,
  );
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
  expect(existsSync(file)).toBe(true);
});
