// Runs before each GPU test file: without an adapter the file fails, since skipped it would look passed.
const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) {
  throw new Error(
    'This browser offers no WebGPU adapter; GPU tests need one, and WEFT_ADAPTER=swiftshader a software one.',
  );
}

const { vendor, architecture, description } = adapter.info;
const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
if (sessionStorage.getItem('weft-test-adapter') !== name) {
  sessionStorage.setItem('weft-test-adapter', name);
  console.log(`WebGPU adapter: ${name}`);
}

export {};
