// Mean and squared deviations of a layer's pre-activations z over a batch, and its dead units, WORKGROUP_SIZE units
// at a time: mean = Σ z/n, m2 = Σ (z − mean)² over the n = row_count · units values of a chunk of units; a unit is dead
// if relu(z) is 0 in every row.
// With HAS_NEGATIVE_PARTS z comes as positive = relu(z) and negative = relu(−z), of which one is 0: z = positive −
// negative. Without, as positive, whatever its sign, and no unit counts as dead.
//
// Shapes: positive and negative [MEMBERS, ROWS, UNITS] f32, moments [MEMBERS, CHUNKS]. Rows from row_count on, the rest
// of a short batch, count for nothing.
//
// Threads: one workgroup a chunk of units (x) and member (y), one invocation a unit, which goes over the rows twice,
// since Σz² − (Σz)²/n would lose the digits of a deviation that is small against the mean; then the first invocation
// merges the units in order: deterministic, no atomics. One barrier, reached by all. Members whose activity is 0 are
// left out.

const MEMBERS: u32 = 1u;
const ROWS: u32 = 4u;
const UNITS: u32 = 4u;
const CHUNKS: u32 = 1u;
const WORKGROUP_SIZE: u32 = 64u;
const HAS_NEGATIVE_PARTS: bool = true;
const HAS_ACTIVITY: bool = true;

// @import batch

struct Moments {
  mean: f32,
  m2: f32,
  dead_units: u32,
}

@group(0) @binding(0) var<storage, read> positive: array<f32, MEMBERS * ROWS * UNITS>;
@group(0) @binding(1) var<storage, read_write> moments: array<Moments, MEMBERS * CHUNKS>;
@group(0) @binding(2) var<uniform> batch: Batch;
// @if HAS_NEGATIVE_PARTS
@group(0) @binding(3) var<storage, read> negative: array<f32, MEMBERS * ROWS * UNITS>;
// @endif
// @if HAS_ACTIVITY
@group(0) @binding(4) var<storage, read> activity: array<u32, MEMBERS>;
// @endif

var<workgroup> means: array<f32, WORKGROUP_SIZE>;
var<workgroup> squares: array<f32, WORKGROUP_SIZE>;
var<workgroup> dead: array<u32, WORKGROUP_SIZE>;

fn pre_activation(i: u32) -> f32 {
  var z = positive[i];
  // @if HAS_NEGATIVE_PARTS
  z -= negative[i];
  // @endif
  return z;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = workgroup.y;
  // @import skipInactive
  let first_unit = workgroup.x * WORKGROUP_SIZE;
  let unit = first_unit + lane;
  let count = f32(batch.row_count);
  if (unit < UNITS) {
    let first = member * ROWS * UNITS + unit;
    var sum = 0.0;
    var is_dead = HAS_NEGATIVE_PARTS;
    for (var row = 0u; row < batch.row_count; row++) {
      sum += pre_activation(first + row * UNITS);
      is_dead = is_dead && positive[first + row * UNITS] == 0.0;
    }
    // The mean but for what rounding did to the sum, which the deviations from it tell.
    let about = sum / count;
    var deviations = 0.0;
    var deviation_squares = 0.0;
    for (var row = 0u; row < batch.row_count; row++) {
      let deviation = pre_activation(first + row * UNITS) - about;
      deviations += deviation;
      deviation_squares += deviation * deviation;
    }
    means[lane] = about + deviations / count;
    squares[lane] = deviation_squares - deviations * deviations / count;
    dead[lane] = select(0u, 1u, is_dead);
  }
  workgroupBarrier();
  if (lane != 0u) {
    return;
  }
  let units = min(WORKGROUP_SIZE, UNITS - first_unit);
  // The first unit's mean is taken off before summing, and with it most of what could be rounded away.
  var offsets = 0.0;
  for (var l = 1u; l < units; l++) {
    offsets += means[l] - means[0];
  }
  let offset = offsets / f32(units);
  var m2 = 0.0;
  var dead_units = 0u;
  for (var l = 0u; l < units; l++) {
    let deviation = (means[l] - means[0]) - offset;
    m2 += squares[l] + count * deviation * deviation;
    dead_units += dead[l];
  }
  moments[member * CHUNKS + workgroup.x] = Moments(means[0] + offset, m2, dead_units);
}
