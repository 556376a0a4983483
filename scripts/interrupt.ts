// Interrupts trainings in every way at many moments, lets them go on, and compares what they end with, bit for bit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError } from '../src/cli/commandError';
import { replaceFile } from '../src/cli/files/replaceFile';
import { runCommand } from '../src/cli/runCommand';
import { parseRuntime, RUNTIMES } from '../src/cli/runtime';
import { interruptTrainings } from './interrupt/interruptTrainings';
import { makePlans, WAYS } from './interrupt/plans';

const HELP = `Usage: npm run interrupt -- [options]

Interrupts trainings in every way at many moments, lets them go on, and compares what they end with, weights included,
with what one ends with that was left alone.

Options:
  --runtime <value>        where WebGPU comes from: ${RUNTIMES.join(' or ')} (default: ${RUNTIMES[0]})
  --adapter <value>        as train has it
  --interruptions <count>  how many (default: 60)
  --seed <number>          of the random moments (default: 1)
  --json <file>            writes each interruption, and how each training ended
`;

await runCommand(async () => {
  const { values } = parse();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const runtime = parseRuntime(values.runtime);
  const options = ['--runtime', runtime, ...(values.adapter === undefined ? [] : ['--adapter', values.adapter])];
  const ways = WAYS.filter((way) => runtime === 'browser' || !way.endsWith('process killed'));
  const plans = makePlans(Number(values.interruptions), ways, Number(values.seed));
  const folder = mkdtempSync(join(tmpdir(), 'weft-interrupt-'));
  try {
    const result = await interruptTrainings({ options, plans, folder, say: console.log });
    if (values.json !== undefined) {
      await replaceFile(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
    }
    const wrong = result.trainings.filter(({ differences }) => differences.length > 0).length;
    console.log(
      `${result.interruptions.length} interruptions of ${result.trainings.length} trainings; ${wrong} ended otherwise than the one left alone.`,
    );
    return wrong === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function parse() {
  try {
    return parseArgs({
      options: {
        runtime: { type: 'string' },
        adapter: { type: 'string' },
        interruptions: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message.split('. ')[0]}; --help lists the options.`);
  }
}
