/** What measures the answer to each question, for reports of runs that do not have it. */
export const COMMANDS = {
  study: 'npm run train -- --preset study --json study.json',
  diagnostics: 'npm run train -- --preset notebook --diagnostics on --json notebook.json',
  learningRates: 'npm run train -- --preset learning-rates --json learning-rates.json',
  plateau: 'npm run train -- --preset plateau --json plateau.json',
  plateauSeeds: 'npm run train -- --preset plateau --seeds 5 --json plateau.json',
  stopping: 'npm run train -- --preset notebook --epochs 30 --early-stopping compare --json stopping.json',
  stoppingSeeds:
    'npm run train -- --preset notebook --epochs 30 --early-stopping compare --seeds 5 --json stopping.json',
} as const;
