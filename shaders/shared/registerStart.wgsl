  // Part of a main that keeps a tile in registers: where it lies, sums of zero, and where each column of B begins.
  let batch = workgroup.z;
  // @if HAS_ACTIVITY
  if (activity[batch] == 0u) {
    return;
  }
  // @endif
  let first_row = workgroup.y * ROWS;
  let first_col = workgroup.x * (WORKGROUP_SIZE * COLS) + lane;
  var b_base: array<u32, COLS>;
  var sums: array<array<f32, COLS>, ROWS>;
  // @unroll
  for (var j = 0u; j < COLS; j++) {
    b_base[j] = batch * B_BATCH_STRIDE + min(first_col + j * WORKGROUP_SIZE, N - 1u) * B_COL_STRIDE;
    // @unroll
    for (var i = 0u; i < ROWS; i++) {
      sums[i][j] = 0.0;
    }
  }
  // @if HAS_COLUMN_SUMS
  var b_sums: array<f32, COLS>;
  // @unroll
  for (var j = 0u; j < COLS; j++) {
    b_sums[j] = 0.0;
  }
  // @endif
