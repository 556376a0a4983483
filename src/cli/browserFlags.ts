import { existsSync } from 'node:fs';

/** SwiftShader computes on the CPU, the same everywhere; `gpu` is whatever the machine has. */
export type AdapterKind = 'swiftshader' | 'gpu';

/** Nothing but this machine has an address, and what would call home is off. */
const QUIET_FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
];

/** Timestamps as fine as the driver gives them: browsers round them, to keep one site from timing another. */
const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--disable-dawn-features=timestamp_quantization'];

/** A GPU process that ends is started anew, however often: a browser keeps a page from it after the second time. */
const RECOVERY_FLAGS = ['--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'];

const LINUX_GPU_FLAGS = ['--enable-features=Vulkan', '--ignore-gpu-blocklist'];

/** The flags with which Chromium offers WebGPU on the wanted adapter and keeps off the network. */
export function browserFlags(
  adapter: AdapterKind,
  { platform = process.platform, isRoot = process.getuid?.() === 0 } = {},
): string[] {
  const adapterFlags = {
    swiftshader: ['--use-webgpu-adapter=swiftshader'],
    gpu: platform === 'linux' ? LINUX_GPU_FLAGS : [],
  };
  return [
    ...WEBGPU_FLAGS,
    ...RECOVERY_FLAGS,
    ...adapterFlags[adapter],
    ...QUIET_FLAGS,
    ...(isRoot ? ['--no-sandbox'] : []),
  ];
}

/** Tests compute on SwiftShader, so that their numbers repeat, unless WEFT_ADAPTER says otherwise. */
export function testAdapter(): AdapterKind {
  return process.env.WEFT_ADAPTER === 'gpu' ? 'gpu' : 'swiftshader';
}

/** Whether trying the GPU is worth a browser start: Linux shows a GPU as a device file. */
export function mayHaveGpu(): boolean {
  return process.platform !== 'linux' || existsSync('/dev/dri') || existsSync('/dev/nvidia0');
}
