import { Link } from '@tanstack/react-router';
import { FileSpreadsheet } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, usePages } from '@/api';
import { useFormat, useListName, useMay } from '@/lib';
import { ErrorState, More, Pill } from '@/ui';
import { ImportUpload } from './ImportUpload';
import { TransferFrame } from './TransferFrame';
import type { Import } from './types';

const ImportTemplate = lazy(() =>
  import('./ImportTemplate').then((file) => ({ default: file.ImportTemplate })),
);

const TONES = { mapping: 'amber', running: 'blue', done: 'jade' } as const;

/** Bring a file, and what became of the files before. */
export function ImportList() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const listName = useListName();
  const mayImport = useMay('import', 'create');
  const mayRead = useMay('import', 'read');
  const query = usePages({
    queryKey: keys.list('imports'),
    read: (cursor, signal): Promise<{ items: Import[]; next_cursor?: string | null }> =>
      api.get('/imports', { cursor }, { signal }),
    enabled: mayRead,
  });
  if (!mayRead)
    return (
      <TransferFrame>
        <p className="muted">{t('admin:import.not_allowed')}</p>
      </TransferFrame>
    );
  return (
    <TransferFrame>
      {mayImport && <ImportUpload />}
      {mayImport && (
        <Suspense fallback={<div className="import-template" />}>
          <ImportTemplate />
        </Suspense>
      )}
      <h2 className="admin-head">{t('admin:import.history')}</h2>
      {query.isError && query.items.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 90 }} />
      ) : query.items.length === 0 ? (
        <p className="muted">{t('admin:import.history_none')}</p>
      ) : (
        <>
          <ul className="history">
            {query.items.map((each) => (
              <li key={each.id}>
                <FileSpreadsheet size={18} aria-hidden />
                <span className="history-text">
                  <Link to="/imports/$id" params={{ id: each.id }} className="linkish clip">
                    {each.file_name}
                  </Link>
                  <small className="muted">
                    {[listName(each.kind), each.by?.name, format.relative(each.created_at)]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                {each.state === 'done' && (
                  <small className="muted history-counts">
                    {t('admin:import.counts', {
                      created: format.number(each.created_rows),
                      updated: format.number(each.updated_rows),
                      rejected: format.number(each.rejected_rows),
                    })}
                  </small>
                )}
                <Pill tone={each.undone_at ? 'grey' : TONES[each.state]}>
                  {each.undone_at
                    ? t('admin:import.undone')
                    : each.state === 'done' && each.dry_run
                      ? t('admin:import.tried')
                      : t(`admin:import.state.${each.state}`)}
                </Pill>
              </li>
            ))}
          </ul>
          <More query={query} />
        </>
      )}
    </TransferFrame>
  );
}
