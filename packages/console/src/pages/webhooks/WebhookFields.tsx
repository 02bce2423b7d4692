import { useId } from "react";
import { type Control, Controller } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { WebhookEvent } from "../../api/webhooks.ts";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useSecretRefusal } from "../shared/use-secret-refusal.ts";
import { describeEvent, EVENT_GROUPS } from "./webhook-words.ts";

const URL_MAX_LENGTH = 2_000;
/** How an address begins, in any language. */
const SCHEME = "https://";

/** What can be chosen of a webhook. */
export interface WebhookForm {
  readonly url: string;
  /** Whether it is told everything, also what is added to the service later. */
  readonly isAll: boolean;
  /** What it is told of otherwise. */
  readonly events: readonly WebhookEvent[];
}

interface FieldsProps {
  readonly control: Control<WebhookForm>;
}

/** Where a webhook leads, and what it is told of. */
export function WebhookFields({ control }: FieldsProps) {
  return (
    <>
      <UrlField control={control} />
      <EventsField control={control} />
    </>
  );
}

/** An address. A token that is pasted here is taken out at once. */
function UrlField({ control }: FieldsProps) {
  const { t } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  return (
    <Controller
      control={control}
      name="url"
      rules={{ validate: (url) => isAddress(url.trim()) || t("errors.fieldUrl") }}
      render={({ field, fieldState }) => (
        <TextField
          label={t("webhookForm.url")}
          description={t("webhookForm.urlHint")}
          value={field.value}
          onChange={(value) => field.onChange(keep(value))}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={isRefused ? t("errors.secretRemoved") : fieldState.error?.message}
          placeholder={SCHEME}
          isRequired
          isCode
          autoComplete="off"
        />
      )}
    />
  );
}

/** Whether it can be an address at all: where it may lead the service decides. */
function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && text.length <= URL_MAX_LENGTH;
}

function EventsField({ control }: FieldsProps) {
  const { t } = useTranslation();
  const errorId = useId();
  return (
    <Controller
      control={control}
      name="isAll"
      render={({ field: { value: isAll, onChange: setAll } }) => (
        <div className="form-field">
          <RadioGroup
            label={t("webhookForm.events")}
            options={[
              { id: "all", label: t("webhooks.everything"), description: t("webhookForm.everythingText") },
              { id: "some", label: t("webhookForm.some") },
            ]}
            value={isAll ? "all" : "some"}
            onChange={(choice) => setAll(choice === "all")}
          />
          {!isAll && (
            <Controller
              control={control}
              name="events"
              rules={{ validate: (events) => events.length > 0 || t("webhookForm.noEvents") }}
              render={({ field: { value, onChange }, fieldState }) => (
                <div className="webhook-events">
                  {EVENT_GROUPS.map(({ label, events }) => (
                    <fieldset key={label} className="webhook-events-group">
                      <legend>{t(label)}</legend>
                      {events.map((event) => (
                        <Checkbox
                          key={event}
                          isSelected={value.includes(event)}
                          onChange={(isChosen) =>
                            onChange(isChosen ? [...value, event] : value.filter((other) => other !== event))
                          }
                          describedBy={fieldState.error && errorId}
                        >
                          {describeEvent(t, event)}
                        </Checkbox>
                      ))}
                    </fieldset>
                  ))}
                  {fieldState.error && (
                    <p id={errorId} className="field-error" role="alert">
                      {fieldState.error.message}
                    </p>
                  )}
                </div>
              )}
            />
          )}
        </div>
      )}
    />
  );
}
