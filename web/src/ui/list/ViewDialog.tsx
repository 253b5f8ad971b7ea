import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, keys, Problem, type Row, type View, type ViewSharing } from '@/api';
import { NO_VIEW, toast, useShowProblem } from '@/lib';
import { confirm } from '../confirm';
import { type ConflictField, useConflict } from '../conflict';
import { FormDialog } from '../FormDialog';
import { useRefused } from '../refused';
import { useOnce } from '../useOnce';
import type { ListPage } from './useListPage';

type Values = { name: string; shared: ViewSharing; pinned: boolean; is_default: boolean };
type Props = { list: string; page: ListPage; view?: View; onClose: () => void };

function toValues({ name, shared, pinned, is_default }: View): Values {
  return { name, shared, pinned, is_default };
}

/** Saves what the list shows now as a view, or changes a saved one. */
export function ViewDialog({ list, page, view, onClose }: Props) {
  const { t } = useTranslation('ui');
  const [form] = Form.useForm<Values>();
  const { place, ...refusing } = useRefused(form);
  const client = useQueryClient();
  const showProblem = useShowProblem();
  const settle = useConflict();
  const yesNo = (value: unknown) => t(value ? 'ui:yes' : 'ui:no');
  const conflicts: ConflictField[] = [
    { key: 'name', label: t('ui:views.name'), show: String },
    { key: 'shared', label: t('ui:views.shared'), show: (value) => t(`ui:views.${String(value)}`) },
    { key: 'pinned', label: t('ui:views.pinned'), show: yesNo },
    { key: 'is_default', label: t('ui:views.default'), show: yesNo },
  ];
  const refresh = () => client.invalidateQueries({ queryKey: keys.views(list) });
  const shown = {
    filter: page.filter ?? null,
    sort: page.sort || null,
    columns: page.columns.map((field) => field.key),
  };
  const save = useMutation({
    mutationFn: async (values: Values) => {
      if (!view) return api.post('/views', { list, ...values, ...shown });
      const done = await settle({
        fields: conflicts,
        toValues: (row) => toValues(row as View & Row),
        original: toValues(view),
        mine: values,
        version: view.version,
        send: (made, _, version) => api.patch(`/views/${view.id}`, { ...made, ...shown }, version),
      });
      return done?.saved;
    },
    onSuccess: async (saved) => {
      if (!saved) return;
      await refresh();
      page.toView(saved.id);
      toast(t('ui:saved'));
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return showProblem(error);
      const left = place(error);
      if (left) toast(left, { tone: 'danger' });
    },
  });
  const once = useOnce(save.mutateAsync);
  const remove = useMutation({
    mutationFn: (old: View) => api.remove(`/views/${old.id}`, old.version),
    onSuccess: async () => {
      await refresh();
      page.toView(NO_VIEW);
      onClose();
    },
    onError: showProblem,
  });
  const askRemove = async () => {
    if (!view) return;
    const yes = await confirm({
      title: t('ui:views.remove_title', { name: view.name }),
      yes: t('ui:delete'),
      danger: true,
    });
    if (yes) remove.mutate(view);
  };
  return (
    <FormDialog
      title={view ? t('ui:views.edit') : t('ui:views.save')}
      onClose={onClose}
      touched={() => form.isFieldsTouched()}
      width={440}
      footer={(leave) => (
        <>
          {view && (
            <Button danger type="text" style={{ float: 'inline-start' }} onClick={askRemove}>
              {t('ui:delete')}
            </Button>
          )}
          <Button onClick={leave}>{t('ui:cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t('ui:save')}
          </Button>
        </>
      )}
    >
      <Form<Values>
        {...refusing}
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={view ?? { name: '', shared: 'private', pinned: true, is_default: false }}
        onFinish={once}
      >
        <Form.Item
          name="name"
          label={t('ui:views.name')}
          rules={[{ required: true, message: t('ui:required') }]}
        >
          <Input autoFocus />
        </Form.Item>
        <Form.Item name="shared" label={t('ui:views.shared')}>
          <Segmented
            block
            aria-label={t('ui:views.shared')}
            options={[
              { value: 'private', label: t('ui:views.private') },
              { value: 'team', label: t('ui:views.team') },
              { value: 'everyone', label: t('ui:views.everyone') },
            ]}
          />
        </Form.Item>
        <Form.Item name="pinned" valuePropName="checked" style={{ marginBottom: 4 }}>
          <Checkbox>{t('ui:views.pinned')}</Checkbox>
        </Form.Item>
        <Form.Item name="is_default" valuePropName="checked" style={{ marginBottom: 4 }}>
          <Checkbox>{t('ui:views.default')}</Checkbox>
        </Form.Item>
      </Form>
    </FormDialog>
  );
}
