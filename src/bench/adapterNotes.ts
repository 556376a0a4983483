import type { Gpu } from '../gpu/device';
import { listMatmulVariants } from '../kernels/matmul/choice';
import { matmulShape } from '../kernels/matmul/shape';
import { type MatmulTraits, type MatmulVariant, matmulTraits } from '../kernels/matmul/variants';

/** Wide and deep enough for every family of variants. */
const ROOMY = matmulShape({ m: 512, k: 512, n: 512 });

/** What each family asks of an adapter, and what this one has; empty where nothing is lacking. */
const NEEDS: Readonly<Record<MatmulVariant['family'], (traits: MatmulTraits) => string>> = {
  register: () => '',
  quad: ({ subgroupSize }) => `subgroups of 4, and the adapter's are ${subgroupSize ?? 'of no fixed size'}`,
  subgroup: ({ subgroupSize }) => (subgroupSize === undefined ? 'subgroups of one size' : ''),
  // On a processor a tile in workgroup memory is one more copy.
  tile: (traits) => (traits.isSoftware ? '' : describeWorkgroups(traits)),
};

function describeWorkgroups({ maxWorkgroupBytes, maxInvocationsPerWorkgroup }: MatmulTraits): string {
  return (
    `more of a workgroup than the adapter's ${maxWorkgroupBytes} bytes of memory and ` +
    `${maxInvocationsPerWorkgroup} invocations`
  );
}

/** How everybody is measured, for who reads the rows. */
export const METHOD_NOTES: readonly string[] = [
  'All rows of a case that share a GPU wait for it after the same number of runs (runsPerWait): as many as the slowest does in half a second, at most 8. Their order changes from round to round.',
  'Ratios compare kernels with kernels, library calls with library calls and whole steps with whole steps: the median of the ratios of each round, with p10 and p90.',
  'Shares of a peak are by the GPU’s own clock where a row and the peak have been timed by it, else by wall clock (shareBy).',
];

/** What cannot be measured on an adapter, and why, a sentence each. */
export function adapterNotes({
  device,
  traits,
}: {
  device: Pick<GPUDevice, 'features'>;
  traits: MatmulTraits;
}): string[] {
  const available = listMatmulVariants(ROOMY, traits).map(({ family }) => family);
  const missing = (Object.keys(NEEDS) as MatmulVariant['family'][]).filter(
    (family) => !available.includes(family) && NEEDS[family](traits) !== '',
  );
  return [
    ...(device.features.has('timestamp-query') ? [] : ['There are no GPU times: the adapter has no timestamps.']),
    ...missing.map(
      (family) => `Product variants of the family ${family} are left out: they need ${NEEDS[family](traits)}.`,
    ),
  ];
}

export function notesOn(gpu: Gpu): string[] {
  return adapterNotes({ device: gpu.device, traits: matmulTraits(gpu) });
}
