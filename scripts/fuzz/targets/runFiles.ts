import fc from 'fast-check';
import { renderReportHtml } from '../../../src/report/renderReportHtml';
import { readRunFile } from '../../../src/run/readRunFile';
import { formatCsv } from '../../../src/run/runCsv';
import type { RunFile } from '../../../src/run/runFile';
import { anyRun } from '../../../src/run/testing/anyRun';
import { viewOf } from '../../../src/ui/state/shownRun';
import { type FuzzTarget, requireSame, requireThat, tryWork } from '../fuzzTarget';
import { anyByteMutations, type ByteMutation, mutateBytes } from '../mutations/byteMutations';
import { anyJsonMutations, type JsonMutation, mutateJson } from '../mutations/jsonMutations';

interface RunCase {
  /** Which of the good runs it was. */
  readonly run: number;
  readonly changes: readonly JsonMutation[];
  /** Of its text. */
  readonly bytes: readonly ByteMutation[];
}

const GOOD_RUNS = 24;
const NAME = 'some/run.json';

export function createRunTarget(): FuzzTarget<RunCase> {
  const runs = fc.sample(anyRun(), { seed: 1, numRuns: GOOD_RUNS });
  return {
    cases: fc.record({ run: fc.nat(GOOD_RUNS - 1), changes: anyJsonMutations(), bytes: anyTextChange() }),
    tryCase: async ({ run, changes, bytes }) => {
      const json = mutateJson(runs[run], changes);
      const text = bytes.length === 0 ? json : decode(mutateBytes(new TextEncoder().encode(json), bytes));
      const answer = await tryWork(() => readRunFile(text, NAME), { codes: ['bad-run'], places: [NAME] });
      if (answer === undefined) {
        return 'refused';
      }
      await requireUsable(answer.result);
      return 'taken';
    },
    dispose: () => undefined,
  };
}

/** Most cases have none: of text that is no JSON there is little to find. */
export function anyTextChange(): fc.Arbitrary<readonly ByteMutation[]> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: anyByteMutations(2) });
}

export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** What is taken is read again as the same, shown by the page, and made into a table and a report. */
async function requireUsable(run: RunFile): Promise<void> {
  const again = readRunFile(JSON.stringify(run), NAME);
  requireSame(again, run, 'The run, read again,');
  viewOf(run);
  formatCsv(run);
  const html = await renderReportHtml([run], 'es');
  requireThat(!/<(img src=x|script>fuzz)/.test(html), 'Text of the run became HTML.');
}
