/** Runs before each GPU test file: without an adapter the file fails, since skipped it would look passed. */
const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) {
  throw new Error(
    'No WebGPU adapter in this browser; GPU tests need one (WEFT_ADAPTER=swiftshader gives a software one).',
  );
}
