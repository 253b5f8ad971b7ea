import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './chart.css';

type Props = {
  /** The name of the file. */
  title: string;
  /** The table, its head first; asked for when it is wanted. */
  rows: () => string[][];
  /** It stands in a line with other buttons, and not above the table. */
  inLine?: boolean;
};

/** Gives a table that is on the screen as a file. */
export function SaveTable({ title, rows, inLine = false }: Props) {
  const { t } = useTranslation('ui');
  const label = t('ui:chart.save', { title });
  return (
    <button
      type="button"
      className={`icon-button no-print${inLine ? '' : ' chart-save'}`}
      aria-label={label}
      title={label}
      onClick={() => void import('./csv').then(({ saveCsv }) => saveCsv(title, rows()))}
    >
      <Download size={15} aria-hidden />
    </button>
  );
}
