import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { RotateCcw, Trash2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '@/api';
import { kindIn, useMay } from '@/lib';
import { Empty } from '../Empty';
import type { Tones } from '../Field';
import { RestoreButton } from '../RestoreButton';
import type { BulkAction } from './BulkBar';
import { RecordList } from './RecordList';
import { useBulkJob } from './useBulkJob';

const ForGoodButton = lazy(() =>
  import('../ForGoodButton').then((file) => ({ default: file.ForGoodButton })),
);

const TRASHED: Filter = { field: 'trashed_at', op: 'not_empty' };
const QUICK = ['owner', 'trashed_at'];

type Props = {
  list: string;
  columns: string[];
  tones?: Tones;
  /** The words of the way back to the list. */
  back: string;
  /** What an empty trash is for. */
  text: string;
};

/** What was deleted and can come back, one by one or many at once. */
export function TrashList({ list, columns, tones, back, text }: Props) {
  const { t } = useTranslation('ui');
  const { kind = '', home = '' } = kindIn(list) ?? {};
  const mayRestore = useMay(kind, 'remove');
  const bulk = useBulkJob(list);
  const restore: BulkAction = {
    key: 'restore',
    label: t('ui:trash.restore'),
    icon: RotateCcw,
    run: (on, clear) => {
      bulk.restore(on);
      clear();
    },
  };
  return (
    <RecordList
      list={list}
      object={kind}
      title={t('ui:trash.title')}
      actions={
        <Link to={home}>
          <Button>{back}</Button>
        </Link>
      }
      tones={tones}
      fixed={TRASHED}
      columns={columns}
      quick={QUICK}
      builtInBulk={false}
      exportable={false}
      bulk={mayRestore ? [restore] : []}
      panel={(row) => (
        <div className="trash-ways">
          <RestoreButton list={list} id={row.id} name={String(row.name)} />
          <Suspense fallback={null}>
            <ForGoodButton list={list} id={row.id} name={String(row.name)} />
          </Suspense>
        </div>
      )}
      empty={<Empty icon={Trash2} title={t('ui:trash.none')} text={text} />}
    />
  );
}
