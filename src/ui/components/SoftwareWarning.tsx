import { Notice } from './Notice';

export function SoftwareWarning() {
  return (
    <Notice kind="warning" testId="software-warning">
      <strong>Software adapter.</strong> WebGPU runs on the processor here, so the speeds below say nothing about GPUs
      and the larger presets take long. <code>quick</code> is the default.
    </Notice>
  );
}
