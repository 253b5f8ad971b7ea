import { Columns3, Download, Ellipsis } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Drop } from '../Drop';
import { Menu } from '../Menu';
import type { ColumnListProps } from './ColumnList';

const ColumnList = lazy(() => import('./ColumnList').then((file) => ({ default: file.ColumnList })));

type Props = {
  columns: ColumnListProps;
  /** Writes the list to a file; nothing for those who may not. */
  onExport?: (format: 'xlsx' | 'csv') => void;
};

/** What a narrow screen has no room for beside the search field: the columns, which are those of the file too, and the files. */
export function MoreTools({ columns, onExport }: Props) {
  const { t } = useTranslation('ui');
  const place = useRef<HTMLSpanElement>(null);
  const [choosing, setChoosing] = useState(false);
  const files = onExport
    ? (['xlsx', 'csv'] as const).map((kind) => ({
        key: kind,
        label: t(`ui:export.${kind}`),
        icon: <Download size={15} aria-hidden />,
        onClick: () => onExport(kind),
      }))
    : [];
  const chooser = {
    key: 'columns',
    label: t('ui:columns.label'),
    icon: <Columns3 size={15} aria-hidden />,
    onClick: () => setChoosing(true),
  };
  return (
    <span ref={place}>
      <Menu label={t('ui:more')} placement="bottomRight" items={[chooser, ...files]}>
        <button type="button" className="tool" aria-label={t('ui:more')}>
          <Ellipsis size={17} aria-hidden />
        </button>
      </Menu>
      {choosing && place.current && (
        <Drop anchor={place.current} placement="bottomRight" onClose={() => setChoosing(false)}>
          <Suspense fallback={<div className="options columns" aria-busy="true" />}>
            <ColumnList {...columns} />
          </Suspense>
        </Drop>
      )}
    </span>
  );
}
