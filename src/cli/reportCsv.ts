import type { RunReport } from '../training/report';

const HEADER = [
  'normalization',
  'seed',
  'memberLearningRate',
  'status',
  'epoch',
  'learningRate',
  'trainLoss',
  'trainAccuracy',
  'valLoss',
  'valAccuracy',
];

/** A row for each member and epoch (RFC 4180); a number that is not finite is an empty field. */
export function formatCsv({ members }: Pick<RunReport, 'members'>): string {
  const rows = members.flatMap((member) =>
    member.history.map((epoch) => [
      member.normalization,
      member.seed,
      member.learningRate,
      member.status,
      epoch.epoch,
      epoch.learningRate,
      epoch.trainLoss,
      epoch.trainAccuracy,
      epoch.valLoss,
      epoch.valAccuracy,
    ]),
  );
  return [HEADER, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
