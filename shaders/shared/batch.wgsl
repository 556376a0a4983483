// Which examples of an order make a batch; src/kernels/batchRecord.ts writes it.
struct Batch {
  first_example: u32,
  row_count: u32,
}
