import type { RunFile } from '../run/runFile';

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
];

/** A row for each member and epoch (RFC 4180); a number that is not finite, or was not measured, is empty. */
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
    ]),
  );
  return [HEADER, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
