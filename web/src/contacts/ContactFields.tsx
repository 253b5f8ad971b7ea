import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, type ListInfo, type Ref, type Row, useListInfo, useSave } from '@/api';
import { ownStart, ownValues, toast, useLabels, useMe, withOwn } from '@/lib';
import { isRef, RecordForm, RefSelect, Section, TagsInput, useConflictFields } from '@/ui';
import { Guarded } from '@/ui/Guarded';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { BirthdayInput, type BirthdayValue, birthdayOf, whyWrong } from './BirthdayInput';
import { AlikeAt, AlikeNotes, isMadeAnyway } from './entryParts';
import { OwnFields } from './fieldParts';
import { PlacesInput, type PlaceValue } from './PlacesInput';
import { type Contact, GENDERS, REACHED_BY } from './types';
import { useBirthday } from './useBirthday';

type Values = Record<string, unknown> & {
  name: string;
  birthday: BirthdayValue;
  guardian: Ref | null;
  owner: Ref | null;
  accounts: PlaceValue[];
};

const TEXTS = ['mobile', 'phone', 'wechat', 'email', 'language', 'remark'];
const KEYS = ['name', 'gender', ...TEXTS, 'preferred_channel', 'is_consumer', 'guardian', 'owner', 'tags'];

function toValues(row: Row): Partial<Values> {
  const contact = row as Contact;
  return {
    ...Object.fromEntries(KEYS.map((key) => [key, row[key] ?? null])),
    ...ownValues(row),
    birthday: contact.birthday ?? { calendar: 'solar' },
    accounts: contact.accounts.map(({ account, roles, title, is_primary }) => ({
      account,
      roles,
      title,
      is_primary,
    })),
  };
}

function placesOf(places: PlaceValue[] | undefined) {
  return (places ?? []).flatMap(({ account, roles, title, is_primary }) =>
    account
      ? [
          {
            account_id: account.id,
            roles: roles ?? [],
            title: title?.trim() || null,
            is_primary: Boolean(is_primary),
          },
        ]
      : [],
  );
}

function toBody(values: Partial<Values>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    if (key === 'accounts') continue;
    if (key === 'owner' || key === 'guardian') body[`${key}_id`] = isRef(value) ? value.id : null;
    else if (key === 'birthday') body.birthday = birthdayOf(values.birthday);
    else if (TEXTS.includes(key)) body[key] = String(value ?? '').trim() || null;
    else body[key] = value;
  }
  return withOwn(body);
}

type Props = {
  contact: Contact | undefined;
  /** The account from whose page a new person is made. */
  home?: Ref;
};

/** The fields of a person, once it is known which the workspace has added. */
export function ContactFields(props: Props) {
  const info = useListInfo('contacts');
  if (info.isPending) return <i className="bone" style={{ height: 320 }} />;
  return <Fields {...props} info={info.data} />;
}

/** What a person was when the form opened is kept: a colleague's change meanwhile is a conflict. */
function Fields({ contact: present, home, info }: Props & { info: ListInfo | undefined }) {
  const { t } = useTranslation('contacts');
  const { user, workspace } = useMe();
  const [contact] = useState(present);
  const [initial] = useState<Partial<Values>>(() =>
    present
      ? toValues(present)
      : {
          name: '',
          is_consumer: false,
          owner: { id: user.id, name: user.name },
          tags: [],
          birthday: { calendar: 'solar' },
          accounts: home ? [{ account: home, roles: [], is_primary: true }] : [],
          ...ownStart(info?.fields ?? [], workspace.currency),
        },
  );
  const labels = useLabels('contacts');
  const navigate = useNavigate();
  const client = useQueryClient();
  const save = useSave<Contact>('contacts');
  const [form] = Form.useForm<Values>();
  const consumer = Form.useWatch('is_consumer', form);
  const make = async (body: Record<string, unknown>) => {
    try {
      return await save.mutateAsync({ body });
    } catch (error) {
      if (!(await isMadeAnyway(error))) throw error;
      return save.mutateAsync({ body, query: { duplicates: 'allow' } });
    }
  };
  const send = async (values: Partial<Values>, version?: number) => {
    const body = toBody(values);
    if (!contact) return make({ ...body, accounts: placesOf(values.accounts) });
    let saved: Contact = contact;
    if (Object.keys(body).length > 0) saved = await save.mutateAsync({ id: contact.id, version, body });
    if (values.accounts) {
      saved = await api.put(`/contacts/${contact.id}/accounts`, placesOf(values.accounts), {
        version: Object.keys(body).length > 0 ? saved.version : version,
      });
      client.setQueryData(keys.record('contacts', contact.id), saved);
      void client.invalidateQueries({ queryKey: ['under'] });
    }
    return saved;
  };
  const back = contact ? `/contacts/${contact.id}` : home ? `/accounts/${home.id}` : '/contacts';
  const text = (name: string, type?: string) => (
    <Guarded object="contact" field={name}>
      <Form.Item name={name} label={labels.field(name)}>
        <Input type={type} inputMode={type === 'tel' ? 'tel' : undefined} />
      </Form.Item>
    </Guarded>
  );
  const choice = (name: string, values: readonly string[]) => (
    <Guarded object="contact" field={name}>
      <Form.Item name={name} label={labels.field(name)}>
        <Select allowClear options={values.map((value) => ({ value, label: labels.choice(name, value) }))} />
      </Form.Item>
    </Guarded>
  );
  const birthdayText = useBirthday();
  const own = info?.fields.flatMap(({ key, custom }) => (custom ? [key] : [])) ?? [];
  const conflicts = useConflictFields('contacts', [...KEYS, 'birthday', 'accounts', ...own], {
    show: {
      birthday: (value) => {
        const birthday = birthdayOf(value as BirthdayValue);
        return birthday ? birthdayText(birthday) : '–';
      },
      accounts: (value) =>
        (value as PlaceValue[])
          .map(({ account, title }) => [account?.name, title].filter(Boolean).join(' '))
          .join(t('ui:comma')) || '–',
    },
  });
  return (
    <RecordForm<Values>
      form={form}
      initial={initial}
      whole={!contact}
      version={contact?.version}
      pointers={{ owner: 'owner_id', guardian: 'guardian_id' }}
      conflict={{ fields: conflicts, toValues }}
      onSave={async (values: Partial<Values>, version?: number) => {
        const saved = await send(values, version);
        toast(t('ui:saved'));
        return saved;
      }}
      again={!contact}
      onSaved={(saved) => {
        const to = home && !contact ? back : `/contacts/${(saved as Contact | undefined)?.id}`;
        if (saved) setTimeout(() => void navigate({ to }));
      }}
      onCancel={() => void navigate({ to: back })}
    >
      <AlikeNotes sort="contact" form={form} except={contact?.id}>
        <Section title={t('contacts:section.person')}>
          <div className="two-columns">
            <div>
              <Form.Item
                name="name"
                label={labels.field('name')}
                rules={[{ required: true, whitespace: true, message: t('ui:required') }]}
              >
                <Input autoFocus={!contact} />
              </Form.Item>
              <AlikeAt signs={['name']} />
            </div>
            {choice('gender', GENDERS)}
            <div>
              {text('mobile', 'tel')}
              <AlikeAt signs={['mobile']} />
            </div>
            <div>
              {text('wechat')}
              <AlikeAt signs={['wechat']} />
            </div>
            <div>
              {text('phone', 'tel')}
              <AlikeAt signs={['phone']} />
            </div>
            <div>
              {text('email', 'email')}
              <AlikeAt signs={['email']} />
            </div>
            {choice('preferred_channel', REACHED_BY)}
            {text('language')}
            <Guarded object="contact" field="birthday">
              <Form.Item
                name="birthday"
                label={labels.field('birthday')}
                className="wide"
                extra={t('contacts:birthday.hint')}
                // Not while it is filled in, part by part.
                validateTrigger="onBlur"
                rules={[
                  {
                    validator: async (_, value?: BirthdayValue) => {
                      const wrong = whyWrong(value);
                      if (wrong) throw new Error(t(`contacts:birthday.wrong_${wrong}`));
                    },
                  },
                ]}
              >
                <BirthdayInput />
              </Form.Item>
            </Guarded>
          </div>
        </Section>
        <Section title={t('contacts:places')}>
          <PlacesInput />
        </Section>
        <OwnFields list="contacts" before={contact && initial} />
        <Section title={t('contacts:section.more')}>
          <div className="two-columns">
            <Form.Item name="owner" label={labels.field('owner')} extra={t('contacts:owner_hint')}>
              <RefSelect list="users" />
            </Form.Item>
            <Form.Item name="tags" label={labels.field('tags')}>
              <TagsInput list="contacts" />
            </Form.Item>
            <Form.Item
              name="is_consumer"
              label={labels.field('is_consumer')}
              valuePropName="checked"
              extra={t('contacts:consumer_hint')}
            >
              <Switch />
            </Form.Item>
            {consumer === true && (
              <Form.Item name="guardian" label={labels.field('guardian')} extra={t('contacts:guardian_hint')}>
                <RefSelect list="contacts" />
              </Form.Item>
            )}
            <Guarded object="contact" field="remark">
              <Form.Item name="remark" label={labels.field('remark')} className="wide">
                <TextArea rows={2} most={8} />
              </Form.Item>
            </Guarded>
          </div>
        </Section>
      </AlikeNotes>
    </RecordForm>
  );
}
