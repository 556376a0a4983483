import type { Words } from '../en';
import { away } from './away';
import { language, numbers } from './base';
import { check } from './check';
import { curves } from './curves';
import { doctor } from './doctor';
import { errors } from './errors';
import { keptRuns } from './keptRuns';
import { kernels } from './kernels';
import { kernelsView } from './kernelsView';
import { optionsPanel } from './optionsPanel';
import { page } from './page';
import { classes } from './questions/classes';
import { common } from './questions/common';
import { compare } from './questions/compare';
import { learning } from './questions/learning';
import { facts, method } from './questions/method';
import { plateau } from './questions/plateau';
import { rates } from './questions/rates';
import { best, improved } from './questions/results';
import { stopping } from './questions/stopping';
import { why } from './questions/why';
import { runPlan } from './runPlan';
import { shared } from './shared';
import { soak } from './soak';
import { terminal } from './terminal';
import { trainView } from './trainView';

/** Spanish, in the notebook's terms; accuracy is "exactitud", since "precisión" is what precision is called. */
export const es: Words = {
  language,
  numbers,
  ...common,
  ...shared,
  compare,
  why,
  improved,
  best,
  learning,
  rates,
  plateau,
  stopping,
  classes,
  method,
  facts,
  page,
  away,
  optionsPanel,
  runPlan,
  trainView,
  curves,
  kernels,
  keptRuns,
  kernelsView,
  terminal,
  check,
  soak,
  doctor,
  errors,
};
