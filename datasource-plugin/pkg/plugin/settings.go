package plugin

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Grafana gives up an alert's evaluation after 30 s; ours must be told as a sentence before.
const defaultTimeout = 25 * time.Second

// settings is PresageOptions of src/types.ts, as far as the backend needs it.
type settings struct {
	base             *url.URL
	account, project string
	timeout          time.Duration
	defaultLimit     int
	allowExplainFor  role
	token, uid       string
}

var tenantForm = regexp.MustCompile(`^(\d{1,10})(?::(\d{1,10}))?$`)

func readSettings(raw backend.DataSourceInstanceSettings) (settings, error) {
	var options struct {
		Tenant          scalar `json:"tenant"`
		DefaultLimit    scalar `json:"defaultLimit"`
		AllowExplainFor string `json:"allowExplainFor"`
		Timeout         scalar `json:"timeout"`
	}
	if err := json.Unmarshal(raw.JSONData, &options); len(raw.JSONData) > 0 && err != nil {
		return settings{}, fmt.Errorf("the datasource's settings cannot be read: %w", err)
	}
	base, err := url.Parse(strings.TrimSpace(raw.URL))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return settings{}, fmt.Errorf("the URL of the datasource is %q; it takes the sidecar's address, as in http://presage:9480", raw.URL)
	}
	base.User, base.RawQuery, base.Fragment = nil, "", ""
	limit, err := strconv.Atoi(cmp.Or(string(options.DefaultLimit), "0"))
	if err != nil {
		return settings{}, fmt.Errorf("the default limit is %q; it takes a whole number", options.DefaultLimit)
	}
	allowed, known := explainers[cmp.Or(options.AllowExplainFor, "Viewer")]
	if !known {
		return settings{}, fmt.Errorf("allowExplainFor is %q; it takes Viewer, Editor, Admin or None", options.AllowExplainFor)
	}
	timeout, err := readTimeout(options.Timeout)
	if err != nil {
		return settings{}, err
	}
	read := settings{base: base, uid: raw.UID, timeout: timeout, defaultLimit: limit, allowExplainFor: allowed,
		token: raw.DecryptedSecureJSONData["token"]}
	if options.Tenant != "" {
		parts := tenantForm.FindStringSubmatch(string(options.Tenant))
		if parts == nil {
			return settings{}, fmt.Errorf("the tenant is %q; it takes a number, or two as in 7:2", options.Tenant)
		}
		read.account, read.project = parts[1], parts[2]
	}
	return read, nil
}

// scalar is a number or a text: provisioning files have either, for a tenant without quotes or a number from a variable.
type scalar string

func (s *scalar) UnmarshalJSON(text []byte) error {
	*s = scalar(text)
	var quoted string
	if json.Unmarshal(text, &quoted) == nil {
		*s = scalar(strings.TrimSpace(quoted))
	}
	return nil
}

// readTimeout takes seconds; 0 = the default, as elsewhere in Grafana.
func readTimeout(text scalar) (time.Duration, error) {
	seconds, err := strconv.ParseFloat(cmp.Or(string(text), "0"), 64)
	switch {
	case err != nil || !(seconds >= 0 && seconds <= 3600):
		return 0, fmt.Errorf("the timeout is %q; it takes seconds up to 3600, as in 25", text)
	case seconds == 0:
		return defaultTimeout, nil
	}
	return time.Duration(seconds * float64(time.Second)), nil
}

// role is how much a person may do; more includes less.
type role int

const (
	viewer role = iota
	editor
	admin
	nobody
)

// roles by Grafana's names; any other name is the least.
var roles = map[string]role{"Viewer": viewer, "Editor": editor, "Admin": admin, "Grafana Admin": admin}

// explainers are EXPLAIN_ROLES of src/settings.ts: whose explanations may ask a language model.
var explainers = map[string]role{"Viewer": viewer, "Editor": editor, "Admin": admin, "None": nobody}

func roleOf(user *backend.User) role {
	if user == nil {
		return viewer
	}
	return roles[user.Role]
}
