// The tile of ROWS rows and COLS columns that an invocation keeps in registers, WORKGROUP_SIZE columns apart.
const ROWS: u32 = 8u;
const COLS: u32 = 2u;
const K_STEP: u32 = 4u;
// K / K_STEP and K % K_STEP.
const K_STEPS: u32 = 4u;
const K_TAIL: u32 = 0u;
