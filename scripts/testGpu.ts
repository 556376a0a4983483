import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ADAPTER_CHOICES, parseAdapterChoice } from '../src/cli/adapterChoice';
import { CommandError } from '../src/cli/commandError';
import { openDawnSession } from '../src/cli/dawn/dawnSession';
import { vulkanVariables } from '../src/cli/dawn/vulkan';
import { runCommand } from '../src/cli/runCommand';
import { adapterName } from '../src/words/adapter';

const HELP = `Usage: npm run test:gpu -- [--adapter <value>] [file or filter …]

Runs the GPU tests in Chromium on SwiftShader, or with --adapter, one of ${ADAPTER_CHOICES.join(', ')}, on Dawn in Node.
`;

/** In Chromium as `npm test` does; with an adapter's name on Dawn, in Node, on that adapter or not at all. */
await runCommand(async () => {
  const { values, positionals } = parse();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.adapter === undefined) {
    return runVitest('gpu', positionals);
  }
  const adapter = parseAdapterChoice(values.adapter, process.env, 'dawn');
  Object.assign(process.env, vulkanVariables(adapter));
  const { session } = await openDawnSession(adapter);
  console.log(`Adapter: ${adapterName((await session.connect()).gpu.adapter)}, on Dawn`);
  return runVitest('dawn', positionals);
});

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { adapter: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message.split('. ')[0]}; --help lists the options.`);
  }
}

function runVitest(project: string, filters: readonly string[]): number {
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', project, ...filters], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status ?? 1;
}
