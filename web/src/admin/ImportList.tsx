import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { FileSpreadsheet, FileUp, LoaderCircle } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { useFormat, useListName, useMay, useShowProblem } from '@/lib';
import { ErrorState, Pill } from '@/ui';
import { Chips } from '@/ui/Chips';
import { TransferFrame } from './TransferFrame';
import { IMPORT_KINDS, type Import } from './types';

const TONES = { mapping: 'amber', running: 'blue', done: 'jade' } as const;

/** Bring a file, and what became of the files before. */
export function ImportList() {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const listName = useListName();
  const mayImport = useMay('import', 'create');
  const query = useQuery({
    queryKey: keys.list('imports'),
    queryFn: (): Promise<Import[]> => api.get('/imports'),
  });
  return (
    <TransferFrame>
      {mayImport && <Upload />}
      <h2 className="admin-head">{t('admin:import.history')}</h2>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <i className="bone" style={{ height: 90 }} />
      ) : query.data.length === 0 ? (
        <p className="muted">{t('admin:import.history_none')}</p>
      ) : (
        <ul className="history">
          {query.data.map((each) => (
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
              <Pill tone={TONES[each.state]}>
                {each.state === 'done' && each.dry_run
                  ? t('admin:import.tried')
                  : t(`admin:import.state.${each.state}`)}
              </Pill>
            </li>
          ))}
        </ul>
      )}
    </TransferFrame>
  );
}

function Upload() {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const client = useQueryClient();
  const listName = useListName();
  const showProblem = useShowProblem();
  const [kind, setKind] = useState<string>('accounts');
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append('kind', kind);
      form.append('file', file);
      return api.post('/imports', form);
    },
    onSuccess: (preview) => {
      client.setQueryData(keys.record('imports', preview.id), preview);
      void client.invalidateQueries({ queryKey: keys.list('imports') });
      void navigate({ to: `/imports/${preview.id}` });
    },
    onError: showProblem,
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) upload.mutate(file);
    if (input.current) input.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div className="upload">
      <Chips
        label={t('admin:import.kind')}
        value={kind}
        onChange={(next) => setKind(next ?? 'accounts')}
        options={IMPORT_KINDS.map((value) => ({ value, label: listName(value) }))}
      />
      <button
        type="button"
        className={`drop${over ? ' over' : ''}`}
        disabled={upload.isPending}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {upload.isPending ? (
          <LoaderCircle size={26} className="turning" aria-hidden />
        ) : (
          <FileUp size={26} aria-hidden />
        )}
        <strong>{upload.isPending ? t('admin:import.uploading') : t('admin:import.drop')}</strong>
        <span>{t('admin:import.drop_text')}</span>
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={(event) => take(event.target.files)}
      />
    </div>
  );
}
