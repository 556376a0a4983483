import { datasetTitle } from '../data/classNames';
import { TRAIN_SPLIT_EXAMPLES } from '../run/options';
import { type PoolConflict, type PooledRun, poolRuns } from '../run/poolRuns';
import type { RunFile } from '../run/runFile';
import { type Language, WORDS, type Words } from '../words';
import type { Report, Summary } from './model';
import { buildClasses } from './sections/classes';
import { buildLearning } from './sections/learning';
import { buildLearningRates } from './sections/learningRates';
import { buildMethod } from './sections/method';
import { buildPlateau } from './sections/plateau';
import { buildBest, buildImproved } from './sections/results';
import { adapterOf, runName, type SectionBuilder } from './sections/sectionBuilder';
import { buildStopping } from './sections/stopping';
import { buildWhy } from './sections/why';

/** The notebook's questions in its order, then what it did not ask. */
const SECTIONS: readonly SectionBuilder[] = [
  buildWhy,
  buildImproved,
  buildLearning,
  buildBest,
  buildLearningRates,
  buildPlateau,
  buildStopping,
  buildClasses,
  buildMethod,
];

/**
 * Answers the notebook's questions with what the runs measured, those that make one run pooled (see `poolRuns`), each with the run that answers it best (see
 * `chooseRun.ts`), or with the command that would measure it.
 * @param runs at least one.
 */
export function buildReport(runs: readonly RunFile[], language: Language): Report {
  const words = WORDS[language];
  const pooling = poolRuns(runs);
  const sections = SECTIONS.map((build) => build(pooling.runs, words));
  return {
    language,
    title: titleOf(runs, words),
    runs: [...runs.map((run) => runLine(run, words)), ...pooling.runs.flatMap((run) => pooledLine(run, words))],
    summary: {
      heading: words.summaryHeading,
      notices: [...noticesOf(runs, words), ...pooling.conflicts.map((conflict) => conflictNotice(conflict, words))],
      findings: sections.map(({ id, question, finding }) => ({
        sectionId: id,
        question,
        text: finding ?? words.noFinding,
        isAnswered: finding !== undefined,
      })),
    },
    commandsLabel: words.commandsLabel,
    sections,
  };
}

/** Names the datasets of the runs. */
export function titleOf(runs: readonly RunFile[], words: Words): string {
  return words.title([...new Set(runs.map(({ config }) => datasetTitle(config.dataset)))]);
}

function runLine(run: RunFile, words: Words): string {
  const { config, members, commit } = run;
  return words.runLine({
    name: runName(run, words),
    members: members.length,
    epochs: config.epochs,
    examples: config.trainExamples - config.heldOutExamples,
    adapter: adapterOf(run),
    commit,
  });
}

function pooledLine({ parts, members }: PooledRun, words: Words): readonly string[] {
  return parts === undefined
    ? []
    : [
        words.pooledLine(
          parts.map((part) => runName(part, words)),
          members.length,
        ),
      ];
}

function conflictNotice({ runs: [first, second], member }: PoolConflict, words: Words): string {
  return words.conflictNotice(runName(first, words), runName(second, words), member.normalization, member.seed);
}

function noticesOf(runs: readonly RunFile[], words: Words): Summary['notices'] {
  const software = new Set(runs.filter(({ adapter }) => adapter.isFallback).map(adapterOf));
  return [
    ...[...software].map((name) => words.softwareNotice(name)),
    ...runs
      .filter(({ status }) => status === 'stopped')
      .map((run) => words.stoppedNotice(runName(run, words), wasTested(run))),
    ...runs
      .filter(({ config }) => config.trainExamples < TRAIN_SPLIT_EXAMPLES)
      .map((run) => words.shortNotice(runName(run, words), run.config.trainExamples, TRAIN_SPLIT_EXAMPLES)),
  ];
}

function wasTested({ members }: RunFile): boolean {
  return members.some(({ test }) => test !== null);
}
