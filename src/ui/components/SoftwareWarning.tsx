import { useWords } from './languageContext';
import { Notice } from './Notice';
import { Prose } from './Prose';

export function SoftwareWarning() {
  const { page } = useWords();
  return (
    <Notice kind="warning" testId="software-warning">
      <Prose text={page.softwareAdapter} />
    </Notice>
  );
}
