//! The pages of a whole API, if they are there: see [`DOCS_SET`].

use crate::outside_data::DOCS_SET;

/// The snapshot is inline, because it can't be checked without the pages.
#[test]
#[allow(clippy::too_many_lines, reason = "the snapshot is part of it")]
fn every_example_is_read_and_written_again() {
    let Some(folder) = DOCS_SET.path() else {
        return;
    };
    let report = crate::run("corpus", &folder);
    let text = report.text();
    assert!(report.decoded_successes() >= 0.97, "{text}");
    assert_eq!(report.failed_errors(), 0, "{text}");
    // Of 414 operations; the others respond without JSON.
    assert_eq!(report.emitted(), (362, 362), "{text}");
    assert_eq!(report.unaccounted(), 0, "{text}");
    insta::assert_snapshot!(text, @r"
    examples: all, decoded, without misfits, unchanged
      Request Written      109   109   108   108
      Request Assembled    155   152   143   143
      Request Shown        155   152   141   141
      Success Written      102    94    92    53
      Success Assembled    365   361   326   309
      Success Shown        465   454   412   356
      Success Emitted      362   362   362   338
      Error Written        980   980   980   980
      Error Assembled     2175  2175  2175  2175
      Error Shown         3155  3155  3155  3155

    assembled as the page shows: 2686 of 2694

    misfits
         14 Request: invalid type: boolean, expected a string
          2 Request: invalid type: map, expected a sequence
          1 Request: invalid type: map, expected a string
          4 Request: invalid type: sequence, expected a map
          8 Request: invalid type: string, expected a boolean
          2 Request: invalid type: string, expected a struct
         10 Request: missing field `op`
         39 Success: invalid type: boolean, expected a string
         22 Success: invalid type: integer, expected a string
          6 Success: invalid type: map, expected a sequence
          2 Success: invalid type: map, expected a string
         20 Success: invalid type: sequence, expected a map
          6 Success: invalid type: sequence, expected a string
         12 Success: invalid type: sequence, expected a struct
          8 Success: invalid type: string, expected a map
          4 Success: invalid type: string, expected a sequence
          6 Success: invalid type: string, expected a struct
         20 Success: invalid type: string, expected i64
          2 Success: missing field `infos`
          4 Success: missing field `responseDeadline`

    left out on purpose
        681 Success: Null
        142 Success: Unknown

    could not be decoded: 29
          6 beta/get-evaluate-reassignment-configuration 200, root: invalid type: map, expected a sequence
          2 beta/get-historical-identity-events 200, root: invalid type: map, expected a sequence
          1 beta/get-non-employee-schema-attribute 200, root: invalid type: string, expected a struct
          2 beta/get-source-attr-sync-config 200, /source: invalid type: sequence, expected a struct
          2 beta/get-sp-config-export-status 200, /message: invalid type: null, expected a string
          2 beta/get-sp-config-import-status 200, /description: invalid type: null, expected a string
          2 beta/get-status-check-details 200, /provisioningStatusCheckIntervalMinutes: invalid type: integer, expected a string
          2 beta/list-subscriptions 200, root: invalid type: map, expected a sequence
          2 beta/patch-service-desk-integration request, root: invalid type: string, expected a sequence
          2 beta/put-source-attr-sync-config 200, /source: invalid type: sequence, expected a struct
          2 beta/put-source-attr-sync-config request, /source: invalid type: sequence, expected a struct
          2 beta/update-status-check-details 200, /provisioningStatusCheckIntervalMinutes: invalid type: integer, expected a string
          2 beta/update-status-check-details request, /provisioningStatusCheckIntervalMinutes: invalid type: integer, expected a string

    requests with misfits: 41
          2 beta/create-form-definition request, /formElements/0/validations: invalid type: sequence, expected a map
          2 beta/create-role-mining-sessions request, /scope/attributeFilterCriteria: invalid type: map, expected a sequence
          2 beta/create-role-mining-sessions request, /status: invalid type: string, expected a struct
          1 beta/create-service-desk-integration request, /beforeProvisioningRule/id: invalid type: boolean, expected a string
          1 beta/create-service-desk-integration request, /beforeProvisioningRule/name: invalid type: boolean, expected a string
          1 beta/create-service-desk-integration request, /beforeProvisioningRule/type: invalid type: boolean, expected a string
          1 beta/create-service-desk-integration request, /clusterRef/id: invalid type: boolean, expected a string
          1 beta/create-service-desk-integration request, /clusterRef/name: invalid type: boolean, expected a string
          1 beta/create-service-desk-integration request, /clusterRef/type: invalid type: boolean, expected a string
          1 beta/create-service-desk-integration request, /ownerRef/name: invalid type: boolean, expected a string
          2 beta/get-recommendations request, /excludeInterpretations: invalid type: string, expected a boolean
          2 beta/get-recommendations request, /includeDebugInformation: invalid type: string, expected a boolean
          2 beta/get-recommendations request, /includeTranslationMessages: invalid type: string, expected a boolean
          2 beta/get-recommendations request, /prescribeMode: invalid type: string, expected a boolean
          2 beta/import-form-definitions request, /0/object/formElements/0/validations: invalid type: sequence, expected a map
          1 beta/import-form-definitions request, /0/self: invalid type: map, expected a string
          2 beta/patch-campaign-template request, /0: missing field `op`
          2 beta/patch-segment request, /0: missing field `op`
          2 beta/patch-sod-policy request, /0: missing field `op`
          1 beta/put-service-desk-integration request, /beforeProvisioningRule/id: invalid type: boolean, expected a string
          1 beta/put-service-desk-integration request, /beforeProvisioningRule/name: invalid type: boolean, expected a string
          1 beta/put-service-desk-integration request, /beforeProvisioningRule/type: invalid type: boolean, expected a string
          1 beta/put-service-desk-integration request, /clusterRef/id: invalid type: boolean, expected a string
          1 beta/put-service-desk-integration request, /clusterRef/name: invalid type: boolean, expected a string
          1 beta/put-service-desk-integration request, /clusterRef/type: invalid type: boolean, expected a string
          1 beta/put-service-desk-integration request, /ownerRef/name: invalid type: boolean, expected a string
          2 beta/update-account request, /0: missing field `op`
          2 beta/update-campaign request, /0: missing field `op`

    not accounted for: 0
    ");
}
