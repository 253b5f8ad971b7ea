import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleAlert, FileUp, LoaderCircle } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys } from '@/api';
import { errorTexts, useListName, useProblemText } from '@/lib';
import { Chips } from '@/ui/Chips';
import { IMPORT_KINDS } from './types';

/** A file is chosen or dropped here. What is wrong with it stays in sight until another is tried. */
export function ImportUpload() {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const client = useQueryClient();
  const listName = useListName();
  const problemText = useProblemText();
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
    // What every code says comes late; a refusal needs it now.
    onError: () => errorTexts().catch(() => undefined),
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
      {upload.isError && (
        <p className="upload-problem" role="alert">
          <CircleAlert size={16} aria-hidden />
          <span>
            <strong>{t('admin:import.refused_file', { file: upload.variables.name })}</strong>
            {problemText(upload.error)}
          </span>
        </p>
      )}
    </div>
  );
}
