import { Drawer, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib';
import { confirm } from '@/ui';
import { InteractionForm, type LogValues } from './InteractionForm';
import { closeLog, type Log } from './log';
import './log.css';
import { VisitForm, type VisitValues } from './VisitForm';

/** The drawer in which a contact is written down, over any page. */
export function LogDrawer({ log }: { log: Log }) {
  const { t } = useTranslation('interactions');
  const phone = useIsPhone();
  const [form] = Form.useForm<LogValues>();
  const [visitForm] = Form.useForm<VisitValues>();
  const visit = log.form === 'visit';
  const leave = async () => {
    const touched = visit ? visitForm.isFieldsTouched() : form.isFieldsTouched();
    const yes =
      !touched ||
      (await confirm({
        title: t('ui:form.leave_title'),
        text: t('ui:form.leave_text'),
        yes: t('ui:form.leave'),
        danger: true,
      }));
    if (yes) closeLog();
  };
  const title = log.record
    ? t('interactions:log.edit')
    : visit
      ? t('interactions:visit.title')
      : t('interactions:log.title');
  return (
    <Drawer
      open
      placement={phone ? 'bottom' : 'right'}
      size={phone ? '94dvh' : 520}
      title={log.account ? `${title} · ${log.account.name}` : title}
      onClose={() => void leave()}
      className="log-drawer"
    >
      {visit ? (
        <VisitForm form={visitForm} account={log.account} contact={log.contact} onSaved={closeLog} />
      ) : (
        <InteractionForm
          form={form}
          account={log.account}
          contact={log.contact}
          channel={log.channel}
          record={log.record}
          onSaved={closeLog}
        />
      )}
    </Drawer>
  );
}
