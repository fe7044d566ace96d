import React, { useEffect, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Field, Input, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { LogClass } from '@presage/contract';
import type { Resources } from '../ask/resources';
import { CLASSES } from '../lines/line';
import { className as nameOf, classMeaning, CORRECT } from '../words';

interface Props {
  readonly resources: Resources;
  readonly templateId: string;
  readonly service: string;
  readonly logClass: LogClass;
}

/** For Editors and Admins; the datasource's backend checks it again. */
export function Correction(props: Props) {
  const [isOpen, setOpen] = useState(false);
  const [saved, setSaved] = useState<LogClass | undefined>(undefined);
  if (saved !== undefined) return <Alert severity="success" title={CORRECT.saved(nameOf(saved))} />;
  if (!isOpen)
    return (
      <Button size="sm" variant="secondary" fill="text" icon="pen" onClick={() => setOpen(true)}>
        {CORRECT.open()}
      </Button>
    );
  return <Form {...props} onSaved={setSaved} onCancel={() => setOpen(false)} />;
}

interface FormProps extends Props {
  readonly onSaved: (logClass: LogClass) => void;
  readonly onCancel: () => void;
}

function Form({ resources, templateId, service, logClass, onSaved, onCancel }: FormProps) {
  const styles = useStyles2(getStyles);
  const box = useRef<HTMLDivElement>(null);
  // It opens at the very end of what is shown.
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const [chosen, setChosen] = useState(logClass);
  const [note, setNote] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  const [isSaving, setSaving] = useState(false);
  const save = (): void => {
    setSaving(true);
    const text = note.trim();
    resources
      .correct({ template_id: templateId, service, class: chosen, ...(text === '' ? {} : { note: text }) })
      .then(
        () => onSaved(chosen),
        (thrown: unknown) => {
          setSaving(false);
          setError(CORRECT.failed(thrown instanceof Error ? thrown.message : String(thrown)));
        },
      );
  };
  const options = CLASSES.map((one) => ({ value: one, label: nameOf(one), description: classMeaning(one) }));
  return (
    <div ref={box} className={styles.form} role="form" aria-label={CORRECT.title()}>
      <Field noMargin label={CORRECT.title()} description={CORRECT.help()}>
        <RadioButtonGroup
          size="sm"
          options={options}
          value={chosen}
          onChange={setChosen}
          aria-label={CORRECT.class()}
        />
      </Field>
      <Input
        aria-label={CORRECT.note()}
        placeholder={CORRECT.note()}
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {error !== undefined && <Alert severity="error" title={error} />}
      <div className={styles.buttons}>
        <Button size="sm" disabled={isSaving || chosen === logClass} onClick={save}>
          {CORRECT.save()}
        </Button>
        <Button size="sm" variant="secondary" onClick={onCancel}>
          {CORRECT.cancel()}
        </Button>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({
    display: 'grid',
    gap: theme.spacing(1),
    width: '100%',
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  buttons: css({ display: 'flex', gap: theme.spacing(1) }),
});
