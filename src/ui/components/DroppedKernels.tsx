import { useWords } from './languageContext';
import { Notice } from './Notice';
import { Prose } from './Prose';

interface DroppedKernelsProps {
  /** Labels of the programs that gave wrong results before the run. */
  readonly labels: readonly string[];
}

/** Names the programs that others have taken the place of. */
export function DroppedKernels({ labels }: DroppedKernelsProps) {
  const { trainView } = useWords();
  return labels.length === 0 ? null : (
    <Notice kind="warning" testId="kernels-dropped">
      <Prose text={trainView.kernelsDropped(labels.map((label) => `\`${label}\``))} />
    </Notice>
  );
}
