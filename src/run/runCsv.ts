import { testFigure } from './figures';
import type { RunFile } from './runFile';

/** How every CSV begins, of any version. */
export const CSV_FILE_START = 'normalization,seed,';

const HEADER = [
  'normalization',
  'seed',
  'memberLearningRate',
  'reduceLrOnPlateau',
  'earlyStopping',
  'status',
  'epoch',
  'learningRate',
  'trainLoss',
  'trainAccuracy',
  'valLoss',
  'valAccuracy',
  'heldOutLoss',
  'heldOutAccuracy',
  'testLoss',
  'testAccuracy',
];

/**
 * A row for each member and epoch (RFC 4180), the member's test figures in each of its rows; a number that is not finite,
 * or was not measured, is empty.
 */
export function formatCsv({ members }: Pick<RunFile, 'members'>): string {
  const rows = members.flatMap((member) =>
    member.history.map((epoch) => [
      member.normalization,
      member.seed,
      member.learningRate,
      member.reduceLrOnPlateau,
      member.earlyStopping,
      member.status,
      epoch.epoch,
      epoch.learningRate,
      epoch.trainLoss,
      epoch.trainAccuracy,
      epoch.valLoss,
      epoch.valAccuracy,
      epoch.heldOutLoss,
      epoch.heldOutAccuracy,
      testFigure(member, 'loss'),
      testFigure(member, 'accuracy'),
    ]),
  );
  return [HEADER, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
