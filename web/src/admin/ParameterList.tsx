import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, RotateCcw } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api';
import { toast, useMay, useShowProblem } from '@/lib';
import { ErrorState, PageHeader, Section } from '@/ui';
import './admin.css';
import type { Parameter } from './types';
import { useShownValue } from './useShownValue';

const ParameterDialog = lazy(() =>
  import('./ParameterDialog').then((file) => ({ default: file.ParameterDialog })),
);

/** The server names the paragraph of the design, which says nothing to whoever reads the page. */
const INTERNAL = /^F\d+, /;

/** Every number that the rules read, with where it comes from. */
export function ParameterList() {
  const { t } = useTranslation('admin');
  const mayChange = useMay('parameter', 'change');
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const show = useShownValue();
  const [editing, setEditing] = useState<Parameter | null>(null);
  const query = useQuery({
    queryKey: ['parameters'],
    queryFn: () => api.get('/parameters'),
  });
  const reset = useMutation({
    mutationFn: (parameter: Parameter) => api.remove(`/parameters/${parameter.key}`),
    onSuccess: (_, parameter) => {
      toast(
        t('admin:parameter.was_reset', {
          before: show(parameter.value, parameter),
          after: show(parameter.default, parameter),
        }),
      );
      return client.invalidateQueries({ queryKey: ['parameters'] });
    },
    onError: showProblem,
  });
  const parameters = query.data ?? [];
  const groups = [...new Set(parameters.map(({ key }) => key.split('.')[0] ?? ''))];
  return (
    <>
      <div className="page">
        <PageHeader title={t('admin:parameter.title')} sub={t('admin:parameter.text')} />
        <div className="page-body parameters">
          {query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : query.isPending ? (
            <i className="bone" style={{ height: 220 }} />
          ) : (
            groups.map((group) => (
              <Section key={group} title={t(`admin:capability.${group}`, { defaultValue: group })}>
                <ul>
                  {parameters
                    .filter(({ key }) => key.startsWith(`${group}.`))
                    .map((parameter) => (
                      <li key={parameter.key} className="parameter">
                        <div>
                          <p>{t(`admin:about.${parameter.key}`, { defaultValue: parameter.about })}</p>
                          <small className="muted">
                            {t(`admin:parameter.kind.${parameter.kind}`)} ·{' '}
                            {t('admin:parameter.source', {
                              source: t(`admin:source.${parameter.key}`, {
                                defaultValue: parameter.source.replace(INTERNAL, ''),
                              }),
                            })}
                          </small>
                        </div>
                        <span className="parameter-value">
                          <strong className={parameter.changed ? 'changed' : undefined}>
                            {show(parameter.value, parameter)}
                          </strong>
                          {parameter.changed && (
                            <small className="muted">
                              {t('admin:parameter.default', {
                                value: show(parameter.default, parameter),
                              })}
                            </small>
                          )}
                        </span>
                        {mayChange && (
                          <span className="parameter-actions">
                            {parameter.changed && (
                              <button
                                type="button"
                                className="icon-button"
                                aria-label={t('admin:parameter.reset')}
                                title={t('admin:parameter.reset')}
                                onClick={() => reset.mutate(parameter)}
                              >
                                <RotateCcw size={15} aria-hidden />
                              </button>
                            )}
                            <button
                              type="button"
                              className="icon-button"
                              aria-label={t('admin:parameter.edit')}
                              title={t('admin:parameter.edit')}
                              onClick={() => setEditing(parameter)}
                            >
                              <Pencil size={15} aria-hidden />
                            </button>
                          </span>
                        )}
                      </li>
                    ))}
                </ul>
              </Section>
            ))
          )}
        </div>
      </div>
      <Suspense>
        {editing && <ParameterDialog parameter={editing} onClose={() => setEditing(null)} />}
      </Suspense>
    </>
  );
}
