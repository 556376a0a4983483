import type { MatmulShape } from './shape';
import {
  isWhole,
  type MatmulTraits,
  type MatmulVariant,
  matmulWorkgroup,
  QUAD_SIZE,
  type TileVariant,
  type VariantOf,
} from './variants';

/** Largest first: bigger tiles load less for each multiply-add, but waste more at the edges. */
const QUAD_ROWS = [32, 28, 24, 20, 16, 12, 8, 4];
/**
 * 32 rows are a fifth faster than 16 on SwiftShader and compile for 1 to 2 s instead of a third of a second: not worth
 * it below this many multiply-adds a member (2026-11-23, docs/decisions/0004).
 */
const LARGE_MULTIPLY_ADDS = 2 ** 23;
const SMALL_QUAD_ROWS = QUAD_ROWS.filter((rows) => rows <= 20);
/**
 * 16 columns an invocation do a large product in 0.85 to 0.9 of the time of 8, and compile in twice the time; 12, 20, 24 and
 * 32, and more than 32 rows beside 16, are slower (2026-11-25, docs/decisions/0004).
 */
const QUAD_MAX_COLS = { large: 16, small: 8 };
/** 4 is a tenth slower on SwiftShader and compiles in two thirds of the time; 16 is no faster. */
const QUAD_K_STEP = 8;

/**
 * What a driver takes that runs a subgroup as one vector of the processor. On lavapipe, subgroups of 8, 128×784·784×512,
 * 2026-11-25: 32 rows × 4 columns that share loads of A 43 GFLOP/s, 16 × 4 40, 16 × 8 and 64 × 4 39, 8 × 8 30; the family
 * `register` with 8 × 16 and one step of k 20, fewer rows or more steps less (docs/decisions/0018).
 */
const PROCESSOR_SUBGROUP = { rows: 32, cols: 4 };
/** The one that is ahead of it anywhere: there, with one member, by 5 % in `forward` and 19 % in the input's gradient. */
const SMALL_PROCESSOR_SUBGROUP = { rows: 16, cols: 4 };
const PROCESSOR_REGISTER = { rows: 8, cols: 16, kStep: 1 };
const PROCESSOR_SIZE = 8;

const REGISTER: VariantOf<'register'> = { family: 'register', rows: 8, cols: 4, kStep: 4, workgroupSize: 64 };

/** One line of the table of a GPU's choices. */
interface GpuChoice {
  readonly variant: TileVariant;
  /** The line is for outputs that give at least so many workgroups. */
  readonly fromWorkgroups: number;
}

function tile(
  [rows, cols]: readonly [number, number],
  [lanesX, lanesY]: readonly [number, number],
  kStep: number,
  splits = 1,
): TileVariant {
  return { family: 'tile', rows, cols, kStep, lanesX, lanesY, splits };
}

/**
 * What a GPU takes: the first line whose tile makes workgroups enough, from the tile that loads least for each multiply-add
 * to the one that makes most of a small output. Read off the cycle model of docs/kernels.md at memory latencies of 150, 300
 * and 600 cycles, for the products of a step of 1 to 32 members; a chip has 96 (RDNA3) to 132 cores (H100).
 */
const GPU_CHOICES: readonly GpuChoice[] = [
  // Half the reads of the next line, which only a large product needs: its operands outgrow the caches.
  { variant: tile([8, 8], [16, 16], 8), fromWorkgroups: 1024 },
  // Workgroups of one or two subgroups wait for each other least. With fewer than three or four a core, a core waits for
  // memory: half the tile with twice the workgroups is then faster than the better reuse.
  { variant: tile([8, 8], [8, 8], 8), fromWorkgroups: 384 },
  { variant: tile([8, 4], [8, 8], 16), fromWorkgroups: 384 },
  { variant: tile([4, 4], [8, 8], 16), fromWorkgroups: 384 },
  // Too few outputs for that: k is split over the subgroups of a workgroup. 128 × 512 outputs of 4, of 2, and of 1 member.
  { variant: tile([8, 4], [8, 8], 8, 4), fromWorkgroups: 128 },
  { variant: tile([4, 4], [8, 8], 8, 4), fromWorkgroups: 128 },
  { variant: tile([4, 4], [4, 8], 8, 8), fromWorkgroups: 0 },
];

/** Outputs of up to NARROW_COLS columns leave most columns of a wider tile empty. */
const NARROW_CHOICES: readonly GpuChoice[] = [{ variant: tile([4, 4], [4, 4], 4, 16), fromWorkgroups: 0 }];
const NARROW_COLS = 16;

/** Slices that a part of k has at least: with fewer, adding the parts up costs more than it saves. */
const MIN_SLICES = 4;

/** Not shipped for anything, but worth timing: larger workgroups of the tiles above, which share their slices. */
const MORE_GPU_VARIANTS: readonly TileVariant[] = [tile([8, 4], [16, 16], 16), tile([4, 4], [16, 16], 16)];

/** The shipped choice of variant for a shape, where nothing was measured on the adapter at hand. */
export function chooseMatmulVariant(shape: MatmulShape, traits: MatmulTraits): MatmulVariant {
  if (traits.subgroupSize === QUAD_SIZE) {
    return chooseQuad(shape);
  }
  if (traits.isSoftware) {
    return chooseForProcessor(shape, traits);
  }
  const choices = listGpuChoices(shape).filter(({ variant }) => fitsAdapter(variant, traits));
  const busy = choices.find(({ variant, fromWorkgroups }) => workgroupsOf(shape, variant) >= fromWorkgroups);
  return (busy ?? choices.at(-1))?.variant ?? REGISTER;
}

/** So small a quad tile compiles in a fifth of a second on SwiftShader. */
const STARTER_QUAD_ROWS = 8;
const STARTER_K_STEP = 4;

/**
 * A variant to start with where the shipped choice takes long to compile: it gives the same bits, later ones too, since
 * every quad tile sums each output in the order of k. `undefined` where the shipped choice compiles quickly.
 */
export function starterMatmulVariant(shape: MatmulShape, traits: MatmulTraits): MatmulVariant | undefined {
  const shipped = chooseMatmulVariant(shape, traits);
  return shipped.family === 'quad' && shipped.rows > STARTER_QUAD_ROWS
    ? {
        ...shipped,
        rows: STARTER_QUAD_ROWS,
        cols: Math.min(shipped.cols, QUAD_MAX_COLS.small),
        kStep: Math.min(STARTER_K_STEP, shape.k),
      }
    : undefined;
}

/** Every variant worth timing for a shape on an adapter; the shipped choice among them. */
export function listMatmulVariants(shape: MatmulShape, traits: MatmulTraits): MatmulVariant[] {
  const all = [
    chooseMatmulVariant(shape, traits),
    ...listSoftwareVariants(shape, traits),
    ...(traits.isSoftware ? [] : [...listGpuVariants(shape), plainMatmulVariant(shape)]),
  ];
  const distinct = new Map(all.map((variant) => [JSON.stringify(variant), variant]));
  return [...distinct.values()].filter((variant) => fitsAdapter(variant, traits));
}

/**
 * Whether timing can bring something on an adapter: the shipped choice for SwiftShader was measured on it, and timing takes
 * longer there than it can save.
 */
export function isTunable({ isSoftware, subgroupSize }: MatmulTraits): boolean {
  return !(isSoftware && subgroupSize === QUAD_SIZE);
}

/** The lines for a shape: without parts of k that would be too short. */
function listGpuChoices({ n, k }: MatmulShape): readonly GpuChoice[] {
  const choices = n <= NARROW_COLS ? NARROW_CHOICES : GPU_CHOICES;
  const isLongEnough = ({ variant: { splits, kStep } }: GpuChoice) => splits === 1 || k >= MIN_SLICES * splits * kStep;
  const long = choices.filter(isLongEnough);
  return long.length > 0 ? long : choices;
}

function listSoftwareVariants(shape: MatmulShape, traits: MatmulTraits): MatmulVariant[] {
  if (traits.subgroupSize === QUAD_SIZE) {
    return [32, 28, 16].map((rows) => ({ ...chooseQuad(shape), rows }));
  }
  const { isSoftware, subgroupSize: size } = traits;
  const small = isSoftware && size !== undefined ? fitSubgroup(shape, size, SMALL_PROCESSOR_SUBGROUP) : undefined;
  return small === undefined ? [] : [small];
}

function listGpuVariants(shape: MatmulShape): MatmulVariant[] {
  return [...listGpuChoices(shape).map(({ variant }) => variant), ...(shape.n > NARROW_COLS ? MORE_GPU_VARIANTS : [])];
}

function fitsAdapter(variant: MatmulVariant, traits: MatmulTraits): boolean {
  const { invocations, bytes } = matmulWorkgroup(variant);
  return invocations <= traits.maxInvocationsPerWorkgroup && bytes <= traits.maxWorkgroupBytes;
}

function workgroupsOf({ batch, m, n }: MatmulShape, variant: MatmulVariant): number {
  const { rows, cols } = matmulWorkgroup(variant);
  return batch * Math.ceil(m / rows) * Math.ceil(n / cols);
}

/** A variant that any adapter runs and that shares the least with the others: for where those are wrong. */
export function plainMatmulVariant({ m, n, k }: MatmulShape): MatmulVariant {
  return {
    ...REGISTER,
    rows: Math.min(REGISTER.rows, m),
    cols: Math.min(REGISTER.cols, Math.ceil(n / REGISTER.workgroupSize)),
    kStep: Math.min(REGISTER.kStep, k),
  };
}

function chooseForProcessor(shape: MatmulShape, { subgroupSize }: MatmulTraits): MatmulVariant {
  const subgroup = subgroupSize === undefined ? undefined : fitSubgroup(shape, subgroupSize);
  return subgroup ?? fitProcessorRegister(shape, subgroupSize);
}

/** `undefined` where most of a tile would lie outside of the product. */
function fitSubgroup(shape: MatmulShape, size: number, tile = PROCESSOR_SUBGROUP): MatmulVariant | undefined {
  const variant = { family: 'subgroup', ...tile, size } as const;
  const isLarge = 2 * shape.m >= variant.rows && 2 * shape.n >= variant.cols * size;
  return isLarge && isWhole(variant, shape) ? variant : undefined;
}

function fitProcessorRegister({ m, n }: MatmulShape, size = PROCESSOR_SIZE): MatmulVariant {
  return {
    family: 'register',
    rows: Math.min(PROCESSOR_REGISTER.rows, m),
    cols: Math.min(PROCESSOR_REGISTER.cols, Math.ceil(n / size)),
    kStep: PROCESSOR_REGISTER.kStep,
    workgroupSize: size,
  };
}

function chooseQuad({ m, k, n }: MatmulShape): VariantOf<'quad'> {
  const isLarge = m * k * n >= LARGE_MULTIPLY_ADDS;
  return {
    family: 'quad',
    rows: leastWork(m, isLarge ? QUAD_ROWS : SMALL_QUAD_ROWS),
    cols: Math.min(isLarge ? QUAD_MAX_COLS.large : QUAD_MAX_COLS.small, Math.ceil(n / QUAD_SIZE)),
    kStep: Math.min(QUAD_K_STEP, k),
  };
}

/** Loading B costs a tile as much as this many of its rows. */
const TILE_OVERHEAD_ROWS = 4;

/** The tile height that covers `size` with the least work; of equals, the first. */
function leastWork(size: number, heights: readonly number[]): number {
  const work = (height: number) => Math.ceil(size / height) * (height + TILE_OVERHEAD_ROWS);
  return heights.reduce((best, height) => (work(height) < work(best) ? height : best));
}
