import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form } from 'antd';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { useFormat, useShowProblem } from '@/lib';
import { Chips } from '@/ui/Chips';
import { Select } from '@/ui/Select';
import { useOnce } from '@/ui/useOnce';
import { MissingFields, missingFields } from './MissingFields';
import { type ImportPreview, MODES, type Mode } from './types';
import { useFieldName } from './useFieldName';

type Props = { preview: ImportPreview; onBack: () => void; onStarted: () => void };

type Choices = { mode: Mode; key: string | undefined; makeMissing: boolean; refuseDuplicates: boolean };

/** The kinds of rows that are held against what is there. */
const COMPARED = ['accounts', 'contacts'];

/** What was chosen for each import: the real run starts from the choices of the trial. */
const chosen = new Map<string, Choices>();

/** What happens to rows that are already there, and a try before the deed. */
export function ImportStart({ preview, onBack, onStarted }: Props) {
  const { t } = useTranslation('admin');
  const name = useFieldName(preview);
  const format = useFormat();
  const showProblem = useShowProblem();
  const mapped = Object.values(preview.mapping);
  /** By a number an order is known, but not changed; by its external id it is both. */
  const usableFor = (mode: Mode) =>
    (mode === 'create' ? preview.keys : preview.updates_by).filter((key) => mapped.includes(key));
  const [choices, setChoices] = useState<Choices>(() => {
    const before = chosen.get(preview.id);
    const known = before?.key ?? preview.key ?? undefined;
    const mode = before?.mode ?? preview.mode ?? (usableFor('upsert').length > 0 ? 'upsert' : 'create');
    const usable = usableFor(mode);
    return {
      mode,
      // Another mapping may have taken the field away.
      key: known && usable.includes(known) ? known : before && !before.key ? undefined : usable[0],
      makeMissing: before?.makeMissing ?? preview.makes_missing,
      refuseDuplicates: before?.refuseDuplicates ?? false,
    };
  });
  const { mode, key, makeMissing, refuseDuplicates } = choices;
  // An update makes nothing that could be there twice.
  const mayRefuse = mode !== 'update' && COMPARED.includes(preview.kind);
  const usable = usableFor(mode);
  const choose = (change: Partial<Choices>) => {
    const next = { ...choices, ...change };
    chosen.set(preview.id, next);
    setChoices(next);
  };
  const turn = (next: Mode) => {
    const fitting = usableFor(next);
    choose({ mode: next, key: key && fitting.includes(key) ? key : fitting[0] });
  };
  const start = useMutation({
    mutationFn: (dry_run: boolean) =>
      api.post(`/imports/${preview.id}/start`, {
        mode,
        key: key ?? null,
        dry_run,
        make_missing: makeMissing,
        refuse_duplicates: mayRefuse && refuseDuplicates,
      }),
    onSuccess: onStarted,
    onError: showProblem,
  });
  const begin = useOnce(start.mutateAsync);
  const keyless = mode !== 'create' && !key;
  const cannotStart = keyless || (mode !== 'update' && missingFields(preview).length > 0);
  const lacking = key ? (preview.keyless_rows[key] ?? 0) : 0;
  return (
    <Form layout="vertical" className="import-start">
      <Form.Item label={t('admin:import.mode')} extra={t(`admin:import.mode_text.${mode}`)}>
        <Chips
          label={t('admin:import.mode')}
          value={mode}
          onChange={(next) => turn((next as Mode | null) ?? mode)}
          options={MODES.map((value) => ({ value, label: t(`admin:import.mode_name.${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        label={t('admin:import.key')}
        htmlFor="import-key"
        extra={usable.length > 0 ? t('admin:import.key_text') : t('admin:import.key_none')}
        required={mode !== 'create'}
      >
        <Select
          id="import-key"
          allowClear={mode === 'create'}
          value={key}
          options={usable.map((value) => ({ value, label: name(value) }))}
          onChange={(next?: string) => choose({ key: next })}
        />
      </Form.Item>
      {key && lacking > 0 && (
        <p className="import-keyless" role="status">
          <CircleAlert size={15} aria-hidden />
          {t(`admin:import.keyless.${mode}`, {
            number: format.number(lacking),
            checked: format.number(preview.checked_rows),
            field: name(key),
          })}
        </p>
      )}
      {mode !== 'update' && <MissingFields preview={preview} />}
      {preview.makes_missing && (
        <Form.Item extra={t('admin:import.make_missing_text')}>
          <Checkbox checked={makeMissing} onChange={(event) => choose({ makeMissing: event.target.checked })}>
            {t('admin:import.make_missing')}
          </Checkbox>
        </Form.Item>
      )}
      {mayRefuse && (
        <Form.Item extra={t('admin:import.refuse_duplicates_text')}>
          <Checkbox
            checked={refuseDuplicates}
            onChange={(event) => choose({ refuseDuplicates: event.target.checked })}
          >
            {t('admin:import.refuse_duplicates')}
          </Checkbox>
        </Form.Item>
      )}
      <div className="import-foot">
        <Button onClick={onBack}>{t('admin:import.back')}</Button>
        <Button
          disabled={cannotStart}
          loading={start.isPending && start.variables}
          onClick={() => begin(true)}
        >
          {t('admin:import.try')}
        </Button>
        <Button
          type="primary"
          disabled={cannotStart}
          loading={start.isPending && !start.variables}
          onClick={() => begin(false)}
        >
          {t('admin:import.start')}
        </Button>
      </div>
      <p className="muted">{t('admin:import.try_text')}</p>
    </Form>
  );
}
