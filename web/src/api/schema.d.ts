// Generated from the API document by `npm run generate:api`. Do not edit.

export interface paths {
    "/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Capture events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Capture events */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/s": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Upload recording snapshots */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Upload recording snapshots */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/i/v1/analytics/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Capture events (v1) */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/i/v0/ai": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Capture one AI event */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/array/{token}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Remote configuration */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/array/{token}/config.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Remote configuration as a script */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/array/{token}/array.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Remote configuration and SDK in one script */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/static/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SDK script */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/static/{version}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** SDK script of a version */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/surveys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public list for SDKs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/web_experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public list for SDKs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/product_tours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public list for SDKs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/i/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Telemetry, accepted and not kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/i/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Telemetry, accepted and not kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/i/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Telemetry, accepted and not kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Evaluate feature flags */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flags/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flag definitions for local evaluation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feature_flag/local_evaluation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flag definitions for local evaluation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{id}/remote_config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The payload of a remote configuration flag */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/early_access_features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Early access features for SDKs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Web is up */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            status: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_liveness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Web is up */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            status: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every part is up */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ready: boolean;
                            parts: {
                                [key: string]: {
                                    ok: boolean;
                                    detail?: string;
                                };
                            };
                            lag: {
                                records: number;
                                bytes: number;
                                seconds: number;
                            };
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ready: boolean;
                            parts: {
                                [key: string]: {
                                    ok: boolean;
                                    detail?: string;
                                };
                            };
                            lag: {
                                records: number;
                                bytes: number;
                                seconds: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every part is up */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ready: boolean;
                            parts: {
                                [key: string]: {
                                    ok: boolean;
                                    detail?: string;
                                };
                            };
                            lag: {
                                records: number;
                                bytes: number;
                                seconds: number;
                            };
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ready: boolean;
                            parts: {
                                [key: string]: {
                                    ok: boolean;
                                    detail?: string;
                                };
                            };
                            lag: {
                                records: number;
                                bytes: number;
                                seconds: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in Prometheus format */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_preflight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this installation offers before log-in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            initiated: boolean;
                            can_create_org: boolean;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in: the second factor
         * @description A code of the authenticator app or a backup code, within ten minutes of the password.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/precheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How an address may log in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sso_enforcement: null;
                            saml_available: boolean;
                            webauthn_credentials: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log out */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create the first account */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        first_name: string;
                        last_name?: string;
                        email: string;
                        password: string | null;
                        organization_name?: string;
                        role_at_organization?: string | null;
                        referral_source?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            distinct_id: string;
                            first_name: string;
                            last_name: string;
                            email: string;
                            is_email_verified: boolean | null;
                            hedgehog_config: {
                                [key: string]: unknown;
                            } | null;
                            role_at_organization: string | null;
                            redirect_url: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signup/{invite_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an invitation before accepting it */
        get: {
            parameters: {
                query?: {
                    email?: string;
                };
                header?: never;
                path: {
                    invite_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            target_email: string;
                            first_name: string;
                            organization_name: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Accept an invitation
         * @description Signed in, you join and the body may be empty; otherwise an account is made.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    invite_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        first_name: string;
                        password: string | null;
                        last_name?: string;
                        role_at_organization?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            distinct_id: string;
                            first_name: string;
                            last_name: string;
                            email: string;
                            is_email_verified: boolean | null;
                            hedgehog_config: {
                                [key: string]: unknown;
                            } | null;
                            role_at_organization: string | null;
                            redirect_url: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link that sets a new password
         * @description Answers the same whether there is an account or not.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reset/{user_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a link to set a new password still works */
        get: {
            parameters: {
                query?: {
                    token?: string;
                };
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 a parameter cannot be read; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Set a new password */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/verify_email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an address with the code that was sent to it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        uuid: string;
                        code?: string;
                        token?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                            requires_2fa?: boolean;
                            requires_login?: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/request_email_verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a new code */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        uuid: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description Staff see all active ones, everybody else themselves.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    email?: string;
                    is_staff?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                                date_joined: string;
                                pending_email: string | null;
                                notification_settings: {
                                    [key: string]: unknown;
                                };
                                anonymize_data: boolean | null;
                                allow_impersonation: boolean | null;
                                toolbar_mode: string | null;
                                has_password: boolean;
                                is_staff: boolean;
                                is_impersonated: boolean;
                                is_impersonated_until: string | null;
                                is_impersonated_read_only: boolean | null;
                                sensitive_session_expires_at: string | null;
                                team: {
                                    id: number;
                                    uuid: string;
                                    organization: string;
                                    project_id: number;
                                    api_token: string;
                                    name: string;
                                    completed_snippet_onboarding: boolean;
                                    has_completed_onboarding_for: unknown;
                                    ingested_event: boolean;
                                    is_demo: boolean;
                                    timezone: string;
                                    access_control: boolean;
                                } | null;
                                organization: {
                                    id: string;
                                    name: string;
                                    slug: string;
                                    logo_media_id: string | null;
                                    membership_level: number | null;
                                    members_can_use_personal_api_keys: boolean;
                                    is_active: boolean | null;
                                    is_not_active_reason: string | null;
                                    is_pending_deletion: boolean;
                                    created_at: string;
                                    updated_at: string;
                                    plugins_access_level: number;
                                    teams: {
                                        id: number;
                                        uuid: string;
                                        organization: string;
                                        project_id: number;
                                        api_token: string;
                                        name: string;
                                        completed_snippet_onboarding: boolean;
                                        has_completed_onboarding_for: unknown;
                                        ingested_event: boolean;
                                        is_demo: boolean;
                                        timezone: string;
                                        access_control: boolean;
                                    }[];
                                    projects: {
                                        id: number;
                                        organization_id: string;
                                        name: string;
                                    }[];
                                    available_product_features: ({
                                        key: string;
                                        name: string;
                                    } & {
                                        [key: string]: unknown;
                                    })[];
                                    is_member_join_email_enabled: boolean;
                                    metadata: {
                                        instance_tag: string;
                                    };
                                    customer_id: string | null;
                                    enforce_2fa: boolean | null;
                                    members_can_invite: boolean | null;
                                    members_can_create_projects: boolean | null;
                                    allow_publicly_shared_resources: boolean;
                                    member_count: number;
                                    is_ai_data_processing_approved: boolean | null;
                                    default_experiment_stats_method: string | null;
                                    default_anonymize_ips: boolean;
                                    default_role_id: string | null;
                                } | null;
                                organizations: {
                                    id: string;
                                    name: string;
                                    slug: string;
                                    logo_media_id: string | null;
                                    membership_level: number | null;
                                    members_can_use_personal_api_keys: boolean;
                                    is_active: boolean | null;
                                    is_not_active_reason: string | null;
                                    is_pending_deletion: boolean;
                                }[];
                                events_column_config: unknown;
                                is_2fa_enabled: boolean;
                                has_social_auth: boolean;
                                has_sso_enforcement: boolean;
                                has_seen_product_intro_for: unknown;
                                scene_personalisation: {
                                    scene: string;
                                    dashboard: number;
                                }[];
                                theme_mode: string | null;
                                allow_sidebar_suggestions: boolean | null;
                                shortcut_position: string;
                                passkeys_enabled_for_2fa: boolean;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an account; yours is @me */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            distinct_id: string;
                            first_name: string;
                            last_name: string;
                            email: string;
                            is_email_verified: boolean | null;
                            hedgehog_config: {
                                [key: string]: unknown;
                            } | null;
                            role_at_organization: string | null;
                            date_joined: string;
                            pending_email: string | null;
                            notification_settings: {
                                [key: string]: unknown;
                            };
                            anonymize_data: boolean | null;
                            allow_impersonation: boolean | null;
                            toolbar_mode: string | null;
                            has_password: boolean;
                            is_staff: boolean;
                            is_impersonated: boolean;
                            is_impersonated_until: string | null;
                            is_impersonated_read_only: boolean | null;
                            sensitive_session_expires_at: string | null;
                            team: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            } | null;
                            organization: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                                created_at: string;
                                updated_at: string;
                                plugins_access_level: number;
                                teams: {
                                    id: number;
                                    uuid: string;
                                    organization: string;
                                    project_id: number;
                                    api_token: string;
                                    name: string;
                                    completed_snippet_onboarding: boolean;
                                    has_completed_onboarding_for: unknown;
                                    ingested_event: boolean;
                                    is_demo: boolean;
                                    timezone: string;
                                    access_control: boolean;
                                }[];
                                projects: {
                                    id: number;
                                    organization_id: string;
                                    name: string;
                                }[];
                                available_product_features: ({
                                    key: string;
                                    name: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                is_member_join_email_enabled: boolean;
                                metadata: {
                                    instance_tag: string;
                                };
                                customer_id: string | null;
                                enforce_2fa: boolean | null;
                                members_can_invite: boolean | null;
                                members_can_create_projects: boolean | null;
                                allow_publicly_shared_resources: boolean;
                                member_count: number;
                                is_ai_data_processing_approved: boolean | null;
                                default_experiment_stats_method: string | null;
                                default_anonymize_ips: boolean;
                                default_role_id: string | null;
                            } | null;
                            organizations: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                            }[];
                            events_column_config: unknown;
                            is_2fa_enabled: boolean;
                            has_social_auth: boolean;
                            has_sso_enforcement: boolean;
                            has_seen_product_intro_for: unknown;
                            scene_personalisation: {
                                scene: string;
                                dashboard: number;
                            }[];
                            theme_mode: string | null;
                            allow_sidebar_suggestions: boolean | null;
                            shortcut_position: string;
                            passkeys_enabled_for_2fa: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /** Change an account */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        first_name?: string;
                        last_name?: string;
                        email?: string;
                        notification_settings?: unknown;
                        anonymize_data?: boolean | null;
                        allow_impersonation?: boolean | null;
                        toolbar_mode?: ("disabled" | "toolbar") | null;
                        is_staff?: boolean | null;
                        set_current_organization?: string;
                        set_current_team?: string | number;
                        password?: string;
                        current_password?: string;
                        events_column_config?: unknown;
                        has_seen_product_intro_for?: unknown;
                        theme_mode?: ("light" | "dark" | "system") | null;
                        hedgehog_config?: unknown;
                        allow_sidebar_suggestions?: boolean | null;
                        shortcut_position?: ("above" | "below" | "hidden") | null;
                        role_at_organization?: string | null;
                        passkeys_enabled_for_2fa?: boolean | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            distinct_id: string;
                            first_name: string;
                            last_name: string;
                            email: string;
                            is_email_verified: boolean | null;
                            hedgehog_config: {
                                [key: string]: unknown;
                            } | null;
                            role_at_organization: string | null;
                            date_joined: string;
                            pending_email: string | null;
                            notification_settings: {
                                [key: string]: unknown;
                            };
                            anonymize_data: boolean | null;
                            allow_impersonation: boolean | null;
                            toolbar_mode: string | null;
                            has_password: boolean;
                            is_staff: boolean;
                            is_impersonated: boolean;
                            is_impersonated_until: string | null;
                            is_impersonated_read_only: boolean | null;
                            sensitive_session_expires_at: string | null;
                            team: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            } | null;
                            organization: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                                created_at: string;
                                updated_at: string;
                                plugins_access_level: number;
                                teams: {
                                    id: number;
                                    uuid: string;
                                    organization: string;
                                    project_id: number;
                                    api_token: string;
                                    name: string;
                                    completed_snippet_onboarding: boolean;
                                    has_completed_onboarding_for: unknown;
                                    ingested_event: boolean;
                                    is_demo: boolean;
                                    timezone: string;
                                    access_control: boolean;
                                }[];
                                projects: {
                                    id: number;
                                    organization_id: string;
                                    name: string;
                                }[];
                                available_product_features: ({
                                    key: string;
                                    name: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                is_member_join_email_enabled: boolean;
                                metadata: {
                                    instance_tag: string;
                                };
                                customer_id: string | null;
                                enforce_2fa: boolean | null;
                                members_can_invite: boolean | null;
                                members_can_create_projects: boolean | null;
                                allow_publicly_shared_resources: boolean;
                                member_count: number;
                                is_ai_data_processing_approved: boolean | null;
                                default_experiment_stats_method: string | null;
                                default_anonymize_ips: boolean;
                                default_role_id: string | null;
                            } | null;
                            organizations: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                            }[];
                            events_column_config: unknown;
                            is_2fa_enabled: boolean;
                            has_social_auth: boolean;
                            has_sso_enforcement: boolean;
                            has_seen_product_intro_for: unknown;
                            scene_personalisation: {
                                scene: string;
                                dashboard: number;
                            }[];
                            theme_mode: string | null;
                            allow_sidebar_suggestions: boolean | null;
                            shortcut_position: string;
                            passkeys_enabled_for_2fa: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete an account; by session only
         * @description Refused while it belongs to an organisation: leave those first.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an account */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        first_name?: string;
                        last_name?: string;
                        email?: string;
                        notification_settings?: unknown;
                        anonymize_data?: boolean | null;
                        allow_impersonation?: boolean | null;
                        toolbar_mode?: ("disabled" | "toolbar") | null;
                        is_staff?: boolean | null;
                        set_current_organization?: string;
                        set_current_team?: string | number;
                        password?: string;
                        current_password?: string;
                        events_column_config?: unknown;
                        has_seen_product_intro_for?: unknown;
                        theme_mode?: ("light" | "dark" | "system") | null;
                        hedgehog_config?: unknown;
                        allow_sidebar_suggestions?: boolean | null;
                        shortcut_position?: ("above" | "below" | "hidden") | null;
                        role_at_organization?: string | null;
                        passkeys_enabled_for_2fa?: boolean | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            distinct_id: string;
                            first_name: string;
                            last_name: string;
                            email: string;
                            is_email_verified: boolean | null;
                            hedgehog_config: {
                                [key: string]: unknown;
                            } | null;
                            role_at_organization: string | null;
                            date_joined: string;
                            pending_email: string | null;
                            notification_settings: {
                                [key: string]: unknown;
                            };
                            anonymize_data: boolean | null;
                            allow_impersonation: boolean | null;
                            toolbar_mode: string | null;
                            has_password: boolean;
                            is_staff: boolean;
                            is_impersonated: boolean;
                            is_impersonated_until: string | null;
                            is_impersonated_read_only: boolean | null;
                            sensitive_session_expires_at: string | null;
                            team: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            } | null;
                            organization: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                                created_at: string;
                                updated_at: string;
                                plugins_access_level: number;
                                teams: {
                                    id: number;
                                    uuid: string;
                                    organization: string;
                                    project_id: number;
                                    api_token: string;
                                    name: string;
                                    completed_snippet_onboarding: boolean;
                                    has_completed_onboarding_for: unknown;
                                    ingested_event: boolean;
                                    is_demo: boolean;
                                    timezone: string;
                                    access_control: boolean;
                                }[];
                                projects: {
                                    id: number;
                                    organization_id: string;
                                    name: string;
                                }[];
                                available_product_features: ({
                                    key: string;
                                    name: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                is_member_join_email_enabled: boolean;
                                metadata: {
                                    instance_tag: string;
                                };
                                customer_id: string | null;
                                enforce_2fa: boolean | null;
                                members_can_invite: boolean | null;
                                members_can_create_projects: boolean | null;
                                allow_publicly_shared_resources: boolean;
                                member_count: number;
                                is_ai_data_processing_approved: boolean | null;
                                default_experiment_stats_method: string | null;
                                default_anonymize_ips: boolean;
                                default_role_id: string | null;
                            } | null;
                            organizations: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                            }[];
                            events_column_config: unknown;
                            is_2fa_enabled: boolean;
                            has_social_auth: boolean;
                            has_sso_enforcement: boolean;
                            has_seen_product_intro_for: unknown;
                            scene_personalisation: {
                                scene: string;
                                dashboard: number;
                            }[];
                            theme_mode: string | null;
                            allow_sidebar_suggestions: boolean | null;
                            shortcut_position: string;
                            passkeys_enabled_for_2fa: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/users/cancel_email_change_request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Keep the present address after all */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            distinct_id: string;
                            first_name: string;
                            last_name: string;
                            email: string;
                            is_email_verified: boolean | null;
                            hedgehog_config: {
                                [key: string]: unknown;
                            } | null;
                            role_at_organization: string | null;
                            date_joined: string;
                            pending_email: string | null;
                            notification_settings: {
                                [key: string]: unknown;
                            };
                            anonymize_data: boolean | null;
                            allow_impersonation: boolean | null;
                            toolbar_mode: string | null;
                            has_password: boolean;
                            is_staff: boolean;
                            is_impersonated: boolean;
                            is_impersonated_until: string | null;
                            is_impersonated_read_only: boolean | null;
                            sensitive_session_expires_at: string | null;
                            team: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            } | null;
                            organization: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                                created_at: string;
                                updated_at: string;
                                plugins_access_level: number;
                                teams: {
                                    id: number;
                                    uuid: string;
                                    organization: string;
                                    project_id: number;
                                    api_token: string;
                                    name: string;
                                    completed_snippet_onboarding: boolean;
                                    has_completed_onboarding_for: unknown;
                                    ingested_event: boolean;
                                    is_demo: boolean;
                                    timezone: string;
                                    access_control: boolean;
                                }[];
                                projects: {
                                    id: number;
                                    organization_id: string;
                                    name: string;
                                }[];
                                available_product_features: ({
                                    key: string;
                                    name: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                is_member_join_email_enabled: boolean;
                                metadata: {
                                    instance_tag: string;
                                };
                                customer_id: string | null;
                                enforce_2fa: boolean | null;
                                members_can_invite: boolean | null;
                                members_can_create_projects: boolean | null;
                                allow_publicly_shared_resources: boolean;
                                member_count: number;
                                is_ai_data_processing_approved: boolean | null;
                                default_experiment_stats_method: string | null;
                                default_anonymize_ips: boolean;
                                default_role_id: string | null;
                            } | null;
                            organizations: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                            }[];
                            events_column_config: unknown;
                            is_2fa_enabled: boolean;
                            has_social_auth: boolean;
                            has_sso_enforcement: boolean;
                            has_seen_product_intro_for: unknown;
                            scene_personalisation: {
                                scene: string;
                                dashboard: number;
                            }[];
                            theme_mode: string | null;
                            allow_sidebar_suggestions: boolean | null;
                            shortcut_position: string;
                            passkeys_enabled_for_2fa: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/users/{user_uuid}/hedgehog_config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the look of a profile */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Replace the look of a profile */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/users/{user_uuid}/scene_personalisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose the dashboard of a page */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        scene: string;
                        dashboard: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            distinct_id: string;
                            first_name: string;
                            last_name: string;
                            email: string;
                            is_email_verified: boolean | null;
                            hedgehog_config: {
                                [key: string]: unknown;
                            } | null;
                            role_at_organization: string | null;
                            date_joined: string;
                            pending_email: string | null;
                            notification_settings: {
                                [key: string]: unknown;
                            };
                            anonymize_data: boolean | null;
                            allow_impersonation: boolean | null;
                            toolbar_mode: string | null;
                            has_password: boolean;
                            is_staff: boolean;
                            is_impersonated: boolean;
                            is_impersonated_until: string | null;
                            is_impersonated_read_only: boolean | null;
                            sensitive_session_expires_at: string | null;
                            team: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            } | null;
                            organization: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                                created_at: string;
                                updated_at: string;
                                plugins_access_level: number;
                                teams: {
                                    id: number;
                                    uuid: string;
                                    organization: string;
                                    project_id: number;
                                    api_token: string;
                                    name: string;
                                    completed_snippet_onboarding: boolean;
                                    has_completed_onboarding_for: unknown;
                                    ingested_event: boolean;
                                    is_demo: boolean;
                                    timezone: string;
                                    access_control: boolean;
                                }[];
                                projects: {
                                    id: number;
                                    organization_id: string;
                                    name: string;
                                }[];
                                available_product_features: ({
                                    key: string;
                                    name: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                is_member_join_email_enabled: boolean;
                                metadata: {
                                    instance_tag: string;
                                };
                                customer_id: string | null;
                                enforce_2fa: boolean | null;
                                members_can_invite: boolean | null;
                                members_can_create_projects: boolean | null;
                                allow_publicly_shared_resources: boolean;
                                member_count: number;
                                is_ai_data_processing_approved: boolean | null;
                                default_experiment_stats_method: string | null;
                                default_anonymize_ips: boolean;
                                default_role_id: string | null;
                            } | null;
                            organizations: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                            }[];
                            events_column_config: unknown;
                            is_2fa_enabled: boolean;
                            has_social_auth: boolean;
                            has_sso_enforcement: boolean;
                            has_seen_product_intro_for: unknown;
                            scene_personalisation: {
                                scene: string;
                                dashboard: number;
                            }[];
                            theme_mode: string | null;
                            allow_sidebar_suggestions: boolean | null;
                            shortcut_position: string;
                            passkeys_enabled_for_2fa: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/two_factor_start_setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Begin to set up an authenticator app */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                            secret: string;
                            uri: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/two_factor_validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish the set-up with a code of the app */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/two_factor_status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which second factors are set up */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            is_enabled: boolean;
                            backup_codes_remaining: number;
                            method: string | null;
                            has_passkeys: boolean;
                            has_totp: boolean;
                            passkeys_enabled_for_2fa: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/two_factor_backup_codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make ten backup codes; earlier ones are void */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            backup_codes: string[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/two_factor_disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the second factor */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/login_sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are logged in, this session first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            created_at: string;
                            last_activity: string;
                            location: string | null;
                            device: string;
                            login_method: string;
                            is_current: boolean;
                        }[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/login_sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Log out somewhere else */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_uuid}/login_sessions/revoke_others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log out everywhere else */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            revoked_count: number;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webauthn/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your passkeys */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            created_at: string;
                            last_used_at: string | null;
                            transports: string[];
                            verified: boolean;
                        }[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webauthn/register/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to register a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webauthn/register/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            created_at: string;
                            last_used_at: string | null;
                            transports: string[];
                            verified: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webauthn/login/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a log-in with a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webauthn/login/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        id: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webauthn/credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a passkey */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            created_at: string;
                            last_used_at: string | null;
                            transports: string[];
                            verified: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/webauthn/credentials/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to try a passkey, or with its answer, check it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/personal_api_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your keys, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            description: string | null;
                            value: string | null;
                            mask_value: string | null;
                            created_at: string;
                            last_used_at: string | null;
                            last_rolled_at: string | null;
                            expires_at: string | null;
                            user_id: number;
                            scopes: string[];
                            scoped_teams: number[];
                            scoped_organizations: string[];
                            is_legacy_hashing: boolean;
                            local_dev_value: string | null;
                        }[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Make a key; its value is in this answer only */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label: string;
                        description?: string | null;
                        scopes: string[];
                        scoped_teams?: number[] | null;
                        scoped_organizations?: string[] | null;
                        expires_at?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            description: string | null;
                            value: string | null;
                            mask_value: string | null;
                            created_at: string;
                            last_used_at: string | null;
                            last_rolled_at: string | null;
                            expires_at: string | null;
                            user_id: number;
                            scopes: string[];
                            scoped_teams: number[];
                            scoped_organizations: string[];
                            is_legacy_hashing: boolean;
                            local_dev_value: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/personal_api_keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a key; with a key only that key itself */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            description: string | null;
                            value: string | null;
                            mask_value: string | null;
                            created_at: string;
                            last_used_at: string | null;
                            last_rolled_at: string | null;
                            expires_at: string | null;
                            user_id: number;
                            scopes: string[];
                            scoped_teams: number[];
                            scoped_organizations: string[];
                            is_legacy_hashing: boolean;
                            local_dev_value: string | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /** Change a key */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label: string;
                        description?: string | null;
                        scopes: string[];
                        scoped_teams?: number[] | null;
                        scoped_organizations?: string[] | null;
                        expires_at?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            description: string | null;
                            value: string | null;
                            mask_value: string | null;
                            created_at: string;
                            last_used_at: string | null;
                            last_rolled_at: string | null;
                            expires_at: string | null;
                            user_id: number;
                            scopes: string[];
                            scoped_teams: number[];
                            scoped_organizations: string[];
                            is_legacy_hashing: boolean;
                            local_dev_value: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Remove a key */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a key */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label?: string;
                        description?: string | null;
                        scopes?: string[];
                        scoped_teams?: number[] | null;
                        scoped_organizations?: string[] | null;
                        expires_at?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            description: string | null;
                            value: string | null;
                            mask_value: string | null;
                            created_at: string;
                            last_used_at: string | null;
                            last_rolled_at: string | null;
                            expires_at: string | null;
                            user_id: number;
                            scopes: string[];
                            scoped_teams: number[];
                            scoped_organizations: string[];
                            is_legacy_hashing: boolean;
                            local_dev_value: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/personal_api_keys/{id}/roll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a key a new value, shown in this answer only
         * @description The old value is dead at once.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            label: string;
                            description: string | null;
                            value: string | null;
                            mask_value: string | null;
                            created_at: string;
                            last_used_at: string | null;
                            last_rolled_at: string | null;
                            expires_at: string | null;
                            user_id: number;
                            scopes: string[];
                            scoped_teams: number[];
                            scoped_organizations: string[];
                            is_legacy_hashing: boolean;
                            local_dev_value: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/project_deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects that were deleted, and how much of their data is gone, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                project_id: number;
                                name: string;
                                requested_at: string;
                                rows_total: number | null;
                                rows_deleted: number;
                                finished_at: string | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your organisations */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                name: string;
                                slug: string;
                                logo_media_id: string | null;
                                membership_level: number | null;
                                members_can_use_personal_api_keys: boolean;
                                is_active: boolean | null;
                                is_not_active_reason: string | null;
                                is_pending_deletion: boolean;
                                created_at: string;
                                updated_at: string;
                                plugins_access_level: number;
                                teams: {
                                    id: number;
                                    uuid: string;
                                    organization: string;
                                    project_id: number;
                                    api_token: string;
                                    name: string;
                                    completed_snippet_onboarding: boolean;
                                    has_completed_onboarding_for: unknown;
                                    ingested_event: boolean;
                                    is_demo: boolean;
                                    timezone: string;
                                    access_control: boolean;
                                }[];
                                projects: {
                                    id: number;
                                    organization_id: string;
                                    name: string;
                                }[];
                                available_product_features: ({
                                    key: string;
                                    name: string;
                                } & {
                                    [key: string]: unknown;
                                })[];
                                is_member_join_email_enabled: boolean;
                                metadata: {
                                    instance_tag: string;
                                };
                                customer_id: string | null;
                                enforce_2fa: boolean | null;
                                members_can_invite: boolean | null;
                                members_can_create_projects: boolean | null;
                                allow_publicly_shared_resources: boolean;
                                member_count: number;
                                is_ai_data_processing_approved: boolean | null;
                                default_experiment_stats_method: string | null;
                                default_anonymize_ips: boolean;
                                default_role_id: string | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an organisation with a first project */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        logo_media_id?: string | null;
                        is_member_join_email_enabled?: boolean;
                        enforce_2fa?: boolean | null;
                        members_can_invite?: boolean | null;
                        members_can_create_projects?: boolean | null;
                        members_can_use_personal_api_keys?: boolean;
                        allow_publicly_shared_resources?: boolean;
                        is_ai_data_processing_approved?: boolean | null;
                        default_experiment_stats_method?: ("bayesian" | "frequentist") | null;
                        default_anonymize_ips?: boolean;
                        default_role_id?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            slug: string;
                            logo_media_id: string | null;
                            membership_level: number | null;
                            members_can_use_personal_api_keys: boolean;
                            is_active: boolean | null;
                            is_not_active_reason: string | null;
                            is_pending_deletion: boolean;
                            created_at: string;
                            updated_at: string;
                            plugins_access_level: number;
                            teams: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            }[];
                            projects: {
                                id: number;
                                organization_id: string;
                                name: string;
                            }[];
                            available_product_features: ({
                                key: string;
                                name: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            is_member_join_email_enabled: boolean;
                            metadata: {
                                instance_tag: string;
                            };
                            customer_id: string | null;
                            enforce_2fa: boolean | null;
                            members_can_invite: boolean | null;
                            members_can_create_projects: boolean | null;
                            allow_publicly_shared_resources: boolean;
                            member_count: number;
                            is_ai_data_processing_approved: boolean | null;
                            default_experiment_stats_method: string | null;
                            default_anonymize_ips: boolean;
                            default_role_id: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organisation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            slug: string;
                            logo_media_id: string | null;
                            membership_level: number | null;
                            members_can_use_personal_api_keys: boolean;
                            is_active: boolean | null;
                            is_not_active_reason: string | null;
                            is_pending_deletion: boolean;
                            created_at: string;
                            updated_at: string;
                            plugins_access_level: number;
                            teams: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            }[];
                            projects: {
                                id: number;
                                organization_id: string;
                                name: string;
                            }[];
                            available_product_features: ({
                                key: string;
                                name: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            is_member_join_email_enabled: boolean;
                            metadata: {
                                instance_tag: string;
                            };
                            customer_id: string | null;
                            enforce_2fa: boolean | null;
                            members_can_invite: boolean | null;
                            members_can_create_projects: boolean | null;
                            allow_publicly_shared_resources: boolean;
                            member_count: number;
                            is_ai_data_processing_approved: boolean | null;
                            default_experiment_stats_method: string | null;
                            default_anonymize_ips: boolean;
                            default_role_id: string | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /** Write the settings of an organisation */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        logo_media_id?: string | null;
                        is_member_join_email_enabled?: boolean;
                        enforce_2fa?: boolean | null;
                        members_can_invite?: boolean | null;
                        members_can_create_projects?: boolean | null;
                        members_can_use_personal_api_keys?: boolean;
                        allow_publicly_shared_resources?: boolean;
                        is_ai_data_processing_approved?: boolean | null;
                        default_experiment_stats_method?: ("bayesian" | "frequentist") | null;
                        default_anonymize_ips?: boolean;
                        default_role_id?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            slug: string;
                            logo_media_id: string | null;
                            membership_level: number | null;
                            members_can_use_personal_api_keys: boolean;
                            is_active: boolean | null;
                            is_not_active_reason: string | null;
                            is_pending_deletion: boolean;
                            created_at: string;
                            updated_at: string;
                            plugins_access_level: number;
                            teams: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            }[];
                            projects: {
                                id: number;
                                organization_id: string;
                                name: string;
                            }[];
                            available_product_features: ({
                                key: string;
                                name: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            is_member_join_email_enabled: boolean;
                            metadata: {
                                instance_tag: string;
                            };
                            customer_id: string | null;
                            enforce_2fa: boolean | null;
                            members_can_invite: boolean | null;
                            members_can_create_projects: boolean | null;
                            allow_publicly_shared_resources: boolean;
                            member_count: number;
                            is_ai_data_processing_approved: boolean | null;
                            default_experiment_stats_method: string | null;
                            default_anonymize_ips: boolean;
                            default_role_id: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete an organisation with all its projects and their data
         * @description Only an owner may. It is gone at once; the data follows in a job.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change settings of an organisation */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        logo_media_id?: string | null;
                        is_member_join_email_enabled?: boolean;
                        enforce_2fa?: boolean | null;
                        members_can_invite?: boolean | null;
                        members_can_create_projects?: boolean | null;
                        members_can_use_personal_api_keys?: boolean;
                        allow_publicly_shared_resources?: boolean;
                        is_ai_data_processing_approved?: boolean | null;
                        default_experiment_stats_method?: ("bayesian" | "frequentist") | null;
                        default_anonymize_ips?: boolean;
                        default_role_id?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            slug: string;
                            logo_media_id: string | null;
                            membership_level: number | null;
                            members_can_use_personal_api_keys: boolean;
                            is_active: boolean | null;
                            is_not_active_reason: string | null;
                            is_pending_deletion: boolean;
                            created_at: string;
                            updated_at: string;
                            plugins_access_level: number;
                            teams: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            }[];
                            projects: {
                                id: number;
                                organization_id: string;
                                name: string;
                            }[];
                            available_product_features: ({
                                key: string;
                                name: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                            is_member_join_email_enabled: boolean;
                            metadata: {
                                instance_tag: string;
                            };
                            customer_id: string | null;
                            enforce_2fa: boolean | null;
                            members_can_invite: boolean | null;
                            members_can_create_projects: boolean | null;
                            allow_publicly_shared_resources: boolean;
                            member_count: number;
                            is_ai_data_processing_approved: boolean | null;
                            default_experiment_stats_method: string | null;
                            default_anonymize_ips: boolean;
                            default_role_id: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed in an organisation and its projects, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the projects of an organisation */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Part of the name. */
                    search?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a project */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        app_urls?: (null | string)[];
                        slack_incoming_webhook?: string | null;
                        anonymize_ips?: boolean;
                        completed_snippet_onboarding?: boolean;
                        has_completed_onboarding_for?: unknown;
                        test_account_filters?: {
                            [key: string]: unknown;
                        }[];
                        test_account_filters_default_checked?: boolean | null;
                        path_cleaning_filters?: unknown[] | null;
                        is_demo?: boolean;
                        timezone?: string;
                        data_attributes?: unknown;
                        person_display_name_properties?: string[] | null;
                        correlation_config?: unknown;
                        autocapture_opt_out?: boolean | null;
                        autocapture_exceptions_opt_in?: boolean | null;
                        autocapture_exceptions_errors_to_ignore?: unknown | null;
                        capture_console_log_opt_in?: boolean | null;
                        capture_performance_opt_in?: boolean | null;
                        session_recording_opt_in?: boolean;
                        session_recording_sample_rate?: string | null;
                        session_recording_minimum_duration_milliseconds?: number | null;
                        session_recording_linked_flag?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_network_payload_capture_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_replay_config?: {
                            [key: string]: unknown;
                        } | null;
                        access_control?: boolean;
                        week_start_day?: (0 | 1) | null;
                        primary_dashboard?: number | null;
                        live_events_columns?: string[] | null;
                        recording_domains?: (null | string)[] | null;
                        inject_web_apps?: boolean | null;
                        extra_settings?: unknown;
                        surveys_opt_in?: boolean | null;
                        heatmaps_opt_in?: boolean | null;
                        capture_dead_clicks?: boolean | null;
                        modifiers?: {
                            [key: string]: unknown;
                        } | null;
                        survey_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_masking_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_url_trigger_config?: unknown[] | null;
                        session_recording_url_blocklist_config?: unknown[] | null;
                        session_recording_event_trigger_config?: (null | string)[] | null;
                        session_recording_trigger_match_type_config?: ("all" | "any") | null;
                        /** @enum {string} */
                        session_recording_retention_period?: "30d" | "90d" | "1y" | "5y";
                        autocapture_web_vitals_opt_in?: boolean | null;
                        autocapture_web_vitals_allowed_metrics?: ("CLS" | "FCP" | "INP" | "LCP")[] | null;
                        cookieless_server_hash_mode?: number | null;
                        human_friendly_comparison_periods?: boolean | null;
                        flags_persistence_default?: boolean | null;
                        base_currency?: string;
                        onboarding_tasks?: unknown;
                        receive_org_level_activity_logs?: boolean | null;
                        default_data_theme?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write the settings of a project
         * @description Settings that are not sent stay as they are.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        app_urls?: (null | string)[];
                        slack_incoming_webhook?: string | null;
                        anonymize_ips?: boolean;
                        completed_snippet_onboarding?: boolean;
                        has_completed_onboarding_for?: unknown;
                        test_account_filters?: {
                            [key: string]: unknown;
                        }[];
                        test_account_filters_default_checked?: boolean | null;
                        path_cleaning_filters?: unknown[] | null;
                        is_demo?: boolean;
                        timezone?: string;
                        data_attributes?: unknown;
                        person_display_name_properties?: string[] | null;
                        correlation_config?: unknown;
                        autocapture_opt_out?: boolean | null;
                        autocapture_exceptions_opt_in?: boolean | null;
                        autocapture_exceptions_errors_to_ignore?: unknown | null;
                        capture_console_log_opt_in?: boolean | null;
                        capture_performance_opt_in?: boolean | null;
                        session_recording_opt_in?: boolean;
                        session_recording_sample_rate?: string | null;
                        session_recording_minimum_duration_milliseconds?: number | null;
                        session_recording_linked_flag?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_network_payload_capture_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_replay_config?: {
                            [key: string]: unknown;
                        } | null;
                        access_control?: boolean;
                        week_start_day?: (0 | 1) | null;
                        primary_dashboard?: number | null;
                        live_events_columns?: string[] | null;
                        recording_domains?: (null | string)[] | null;
                        inject_web_apps?: boolean | null;
                        extra_settings?: unknown;
                        surveys_opt_in?: boolean | null;
                        heatmaps_opt_in?: boolean | null;
                        capture_dead_clicks?: boolean | null;
                        modifiers?: {
                            [key: string]: unknown;
                        } | null;
                        survey_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_masking_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_url_trigger_config?: unknown[] | null;
                        session_recording_url_blocklist_config?: unknown[] | null;
                        session_recording_event_trigger_config?: (null | string)[] | null;
                        session_recording_trigger_match_type_config?: ("all" | "any") | null;
                        /** @enum {string} */
                        session_recording_retention_period?: "30d" | "90d" | "1y" | "5y";
                        autocapture_web_vitals_opt_in?: boolean | null;
                        autocapture_web_vitals_allowed_metrics?: ("CLS" | "FCP" | "INP" | "LCP")[] | null;
                        cookieless_server_hash_mode?: number | null;
                        human_friendly_comparison_periods?: boolean | null;
                        flags_persistence_default?: boolean | null;
                        base_currency?: string;
                        onboarding_tasks?: unknown;
                        receive_org_level_activity_logs?: boolean | null;
                        default_data_theme?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete a project and its data
         * @description It is gone at once; its events, persons and files follow in a job that restarts do not stop.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change settings of a project
         * @description Settings that are not sent stay as they are.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        app_urls?: (null | string)[];
                        slack_incoming_webhook?: string | null;
                        anonymize_ips?: boolean;
                        completed_snippet_onboarding?: boolean;
                        has_completed_onboarding_for?: unknown;
                        test_account_filters?: {
                            [key: string]: unknown;
                        }[];
                        test_account_filters_default_checked?: boolean | null;
                        path_cleaning_filters?: unknown[] | null;
                        is_demo?: boolean;
                        timezone?: string;
                        data_attributes?: unknown;
                        person_display_name_properties?: string[] | null;
                        correlation_config?: unknown;
                        autocapture_opt_out?: boolean | null;
                        autocapture_exceptions_opt_in?: boolean | null;
                        autocapture_exceptions_errors_to_ignore?: unknown | null;
                        capture_console_log_opt_in?: boolean | null;
                        capture_performance_opt_in?: boolean | null;
                        session_recording_opt_in?: boolean;
                        session_recording_sample_rate?: string | null;
                        session_recording_minimum_duration_milliseconds?: number | null;
                        session_recording_linked_flag?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_network_payload_capture_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_replay_config?: {
                            [key: string]: unknown;
                        } | null;
                        access_control?: boolean;
                        week_start_day?: (0 | 1) | null;
                        primary_dashboard?: number | null;
                        live_events_columns?: string[] | null;
                        recording_domains?: (null | string)[] | null;
                        inject_web_apps?: boolean | null;
                        extra_settings?: unknown;
                        surveys_opt_in?: boolean | null;
                        heatmaps_opt_in?: boolean | null;
                        capture_dead_clicks?: boolean | null;
                        modifiers?: {
                            [key: string]: unknown;
                        } | null;
                        survey_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_masking_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_url_trigger_config?: unknown[] | null;
                        session_recording_url_blocklist_config?: unknown[] | null;
                        session_recording_event_trigger_config?: (null | string)[] | null;
                        session_recording_trigger_match_type_config?: ("all" | "any") | null;
                        /** @enum {string} */
                        session_recording_retention_period?: "30d" | "90d" | "1y" | "5y";
                        autocapture_web_vitals_opt_in?: boolean | null;
                        autocapture_web_vitals_allowed_metrics?: ("CLS" | "FCP" | "INP" | "LCP")[] | null;
                        cookieless_server_hash_mode?: number | null;
                        human_friendly_comparison_periods?: boolean | null;
                        flags_persistence_default?: boolean | null;
                        base_currency?: string;
                        onboarding_tasks?: unknown;
                        receive_org_level_activity_logs?: boolean | null;
                        default_data_theme?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about a project, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/is_generating_demo_data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a project is being filled with made-up events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            is_generating_demo_data: boolean;
                            events_sent?: number;
                            events_total?: number | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/reset_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Give a project a new public token
         * @description The old one is dead at once. The body is ignored.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/rotate_secret_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Give a project a new secret token, shown in this answer only
         * @description The one before stays valid as a backup until that is deleted.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/delete_secret_token_backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Drop the backup of the secret token */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/settings_as_of": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The settings of a project at a past time */
        get: {
            parameters: {
                query?: {
                    /** @description ISO 8601. */
                    at?: string;
                    /** @description Name of a setting: only that. May be repeated. */
                    scope?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/change_organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a project to another organisation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        organization_id: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/add_product_intent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Note that a product is wanted */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        product_type: string;
                        intent_context?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/projects/{project_id}/complete_product_onboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Note that a product is set up */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        product_type: string;
                        intent_context?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the projects of an organisation */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Part of the name. */
                    search?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                uuid: string;
                                organization: string;
                                project_id: number;
                                api_token: string;
                                name: string;
                                completed_snippet_onboarding: boolean;
                                has_completed_onboarding_for: unknown;
                                ingested_event: boolean;
                                is_demo: boolean;
                                timezone: string;
                                access_control: boolean;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a project */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        app_urls?: (null | string)[];
                        slack_incoming_webhook?: string | null;
                        anonymize_ips?: boolean;
                        completed_snippet_onboarding?: boolean;
                        has_completed_onboarding_for?: unknown;
                        test_account_filters?: {
                            [key: string]: unknown;
                        }[];
                        test_account_filters_default_checked?: boolean | null;
                        path_cleaning_filters?: unknown[] | null;
                        is_demo?: boolean;
                        timezone?: string;
                        data_attributes?: unknown;
                        person_display_name_properties?: string[] | null;
                        correlation_config?: unknown;
                        autocapture_opt_out?: boolean | null;
                        autocapture_exceptions_opt_in?: boolean | null;
                        autocapture_exceptions_errors_to_ignore?: unknown | null;
                        capture_console_log_opt_in?: boolean | null;
                        capture_performance_opt_in?: boolean | null;
                        session_recording_opt_in?: boolean;
                        session_recording_sample_rate?: string | null;
                        session_recording_minimum_duration_milliseconds?: number | null;
                        session_recording_linked_flag?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_network_payload_capture_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_replay_config?: {
                            [key: string]: unknown;
                        } | null;
                        access_control?: boolean;
                        week_start_day?: (0 | 1) | null;
                        primary_dashboard?: number | null;
                        live_events_columns?: string[] | null;
                        recording_domains?: (null | string)[] | null;
                        inject_web_apps?: boolean | null;
                        extra_settings?: unknown;
                        surveys_opt_in?: boolean | null;
                        heatmaps_opt_in?: boolean | null;
                        capture_dead_clicks?: boolean | null;
                        modifiers?: {
                            [key: string]: unknown;
                        } | null;
                        survey_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_masking_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_url_trigger_config?: unknown[] | null;
                        session_recording_url_blocklist_config?: unknown[] | null;
                        session_recording_event_trigger_config?: (null | string)[] | null;
                        session_recording_trigger_match_type_config?: ("all" | "any") | null;
                        /** @enum {string} */
                        session_recording_retention_period?: "30d" | "90d" | "1y" | "5y";
                        autocapture_web_vitals_opt_in?: boolean | null;
                        autocapture_web_vitals_allowed_metrics?: ("CLS" | "FCP" | "INP" | "LCP")[] | null;
                        cookieless_server_hash_mode?: number | null;
                        human_friendly_comparison_periods?: boolean | null;
                        flags_persistence_default?: boolean | null;
                        base_currency?: string;
                        onboarding_tasks?: unknown;
                        receive_org_level_activity_logs?: boolean | null;
                        default_data_theme?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write the settings of a project
         * @description Settings that are not sent stay as they are.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        app_urls?: (null | string)[];
                        slack_incoming_webhook?: string | null;
                        anonymize_ips?: boolean;
                        completed_snippet_onboarding?: boolean;
                        has_completed_onboarding_for?: unknown;
                        test_account_filters?: {
                            [key: string]: unknown;
                        }[];
                        test_account_filters_default_checked?: boolean | null;
                        path_cleaning_filters?: unknown[] | null;
                        is_demo?: boolean;
                        timezone?: string;
                        data_attributes?: unknown;
                        person_display_name_properties?: string[] | null;
                        correlation_config?: unknown;
                        autocapture_opt_out?: boolean | null;
                        autocapture_exceptions_opt_in?: boolean | null;
                        autocapture_exceptions_errors_to_ignore?: unknown | null;
                        capture_console_log_opt_in?: boolean | null;
                        capture_performance_opt_in?: boolean | null;
                        session_recording_opt_in?: boolean;
                        session_recording_sample_rate?: string | null;
                        session_recording_minimum_duration_milliseconds?: number | null;
                        session_recording_linked_flag?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_network_payload_capture_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_replay_config?: {
                            [key: string]: unknown;
                        } | null;
                        access_control?: boolean;
                        week_start_day?: (0 | 1) | null;
                        primary_dashboard?: number | null;
                        live_events_columns?: string[] | null;
                        recording_domains?: (null | string)[] | null;
                        inject_web_apps?: boolean | null;
                        extra_settings?: unknown;
                        surveys_opt_in?: boolean | null;
                        heatmaps_opt_in?: boolean | null;
                        capture_dead_clicks?: boolean | null;
                        modifiers?: {
                            [key: string]: unknown;
                        } | null;
                        survey_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_masking_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_url_trigger_config?: unknown[] | null;
                        session_recording_url_blocklist_config?: unknown[] | null;
                        session_recording_event_trigger_config?: (null | string)[] | null;
                        session_recording_trigger_match_type_config?: ("all" | "any") | null;
                        /** @enum {string} */
                        session_recording_retention_period?: "30d" | "90d" | "1y" | "5y";
                        autocapture_web_vitals_opt_in?: boolean | null;
                        autocapture_web_vitals_allowed_metrics?: ("CLS" | "FCP" | "INP" | "LCP")[] | null;
                        cookieless_server_hash_mode?: number | null;
                        human_friendly_comparison_periods?: boolean | null;
                        flags_persistence_default?: boolean | null;
                        base_currency?: string;
                        onboarding_tasks?: unknown;
                        receive_org_level_activity_logs?: boolean | null;
                        default_data_theme?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete a project and its data
         * @description It is gone at once; its events, persons and files follow in a job that restarts do not stop.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change settings of a project
         * @description Settings that are not sent stay as they are.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        app_urls?: (null | string)[];
                        slack_incoming_webhook?: string | null;
                        anonymize_ips?: boolean;
                        completed_snippet_onboarding?: boolean;
                        has_completed_onboarding_for?: unknown;
                        test_account_filters?: {
                            [key: string]: unknown;
                        }[];
                        test_account_filters_default_checked?: boolean | null;
                        path_cleaning_filters?: unknown[] | null;
                        is_demo?: boolean;
                        timezone?: string;
                        data_attributes?: unknown;
                        person_display_name_properties?: string[] | null;
                        correlation_config?: unknown;
                        autocapture_opt_out?: boolean | null;
                        autocapture_exceptions_opt_in?: boolean | null;
                        autocapture_exceptions_errors_to_ignore?: unknown | null;
                        capture_console_log_opt_in?: boolean | null;
                        capture_performance_opt_in?: boolean | null;
                        session_recording_opt_in?: boolean;
                        session_recording_sample_rate?: string | null;
                        session_recording_minimum_duration_milliseconds?: number | null;
                        session_recording_linked_flag?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_network_payload_capture_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_replay_config?: {
                            [key: string]: unknown;
                        } | null;
                        access_control?: boolean;
                        week_start_day?: (0 | 1) | null;
                        primary_dashboard?: number | null;
                        live_events_columns?: string[] | null;
                        recording_domains?: (null | string)[] | null;
                        inject_web_apps?: boolean | null;
                        extra_settings?: unknown;
                        surveys_opt_in?: boolean | null;
                        heatmaps_opt_in?: boolean | null;
                        capture_dead_clicks?: boolean | null;
                        modifiers?: {
                            [key: string]: unknown;
                        } | null;
                        survey_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_masking_config?: {
                            [key: string]: unknown;
                        } | null;
                        session_recording_url_trigger_config?: unknown[] | null;
                        session_recording_url_blocklist_config?: unknown[] | null;
                        session_recording_event_trigger_config?: (null | string)[] | null;
                        session_recording_trigger_match_type_config?: ("all" | "any") | null;
                        /** @enum {string} */
                        session_recording_retention_period?: "30d" | "90d" | "1y" | "5y";
                        autocapture_web_vitals_opt_in?: boolean | null;
                        autocapture_web_vitals_allowed_metrics?: ("CLS" | "FCP" | "INP" | "LCP")[] | null;
                        cookieless_server_hash_mode?: number | null;
                        human_friendly_comparison_periods?: boolean | null;
                        flags_persistence_default?: boolean | null;
                        base_currency?: string;
                        onboarding_tasks?: unknown;
                        receive_org_level_activity_logs?: boolean | null;
                        default_data_theme?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about a project, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/is_generating_demo_data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a project is being filled with made-up events */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            is_generating_demo_data: boolean;
                            events_sent?: number;
                            events_total?: number | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/reset_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Give a project a new public token
         * @description The old one is dead at once. The body is ignored.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/rotate_secret_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Give a project a new secret token, shown in this answer only
         * @description The one before stays valid as a backup until that is deleted.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/delete_secret_token_backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Drop the backup of the secret token */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/settings_as_of": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The settings of a project at a past time */
        get: {
            parameters: {
                query?: {
                    /** @description ISO 8601. */
                    at?: string;
                    /** @description Name of a setting: only that. May be repeated. */
                    scope?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/change_organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move a project to another organisation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        organization_id: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/add_product_intent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Note that a product is wanted */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        product_type: string;
                        intent_context?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/complete_product_onboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Note that a product is set up */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        product_type: string;
                        intent_context?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            uuid: string;
                            organization: string;
                            project_id: number;
                            api_token: string;
                            name: string;
                            completed_snippet_onboarding: boolean;
                            has_completed_onboarding_for: unknown;
                            ingested_event: boolean;
                            is_demo: boolean;
                            timezone: string;
                            access_control: boolean;
                            created_at: string;
                            updated_at: string;
                            app_urls: string[];
                            slack_incoming_webhook: string | null;
                            anonymize_ips: boolean;
                            test_account_filters: unknown[];
                            test_account_filters_default_checked: boolean | null;
                            path_cleaning_filters: unknown[] | null;
                            data_attributes: unknown;
                            person_display_name_properties: string[] | null;
                            correlation_config: unknown;
                            autocapture_opt_out: boolean | null;
                            autocapture_exceptions_opt_in: boolean | null;
                            autocapture_exceptions_errors_to_ignore: string[] | null;
                            capture_console_log_opt_in: boolean | null;
                            capture_performance_opt_in: boolean | null;
                            session_recording_opt_in: boolean;
                            session_recording_sample_rate: string | null;
                            session_recording_minimum_duration_milliseconds: number | null;
                            session_recording_linked_flag: unknown;
                            session_recording_network_payload_capture_config: unknown;
                            session_replay_config: unknown;
                            effective_membership_level: number | null;
                            week_start_day: number | null;
                            has_group_types: boolean;
                            primary_dashboard: number | null;
                            live_events_columns: string[] | null;
                            recording_domains: string[] | null;
                            person_on_events_querying_enabled: boolean;
                            groups_on_events_querying_enabled: boolean;
                            inject_web_apps: boolean | null;
                            extra_settings: unknown;
                            surveys_opt_in: boolean | null;
                            secret_api_token: string | null;
                            secret_api_token_backup: string | null;
                            user_access_level: string;
                            heatmaps_opt_in: boolean | null;
                            capture_dead_clicks: boolean | null;
                            modifiers: unknown;
                            default_modifiers: unknown;
                            survey_config: unknown;
                            session_recording_masking_config: unknown;
                            session_recording_url_trigger_config: unknown[] | null;
                            session_recording_url_blocklist_config: unknown[] | null;
                            session_recording_event_trigger_config: string[] | null;
                            session_recording_trigger_match_type_config: string | null;
                            session_recording_retention_period: string;
                            autocapture_web_vitals_opt_in: boolean | null;
                            autocapture_web_vitals_allowed_metrics: string[] | null;
                            cookieless_server_hash_mode: number;
                            human_friendly_comparison_periods: boolean;
                            flags_persistence_default: boolean;
                            base_currency: string;
                            onboarding_tasks: unknown;
                            receive_org_level_activity_logs: boolean;
                            default_data_theme: number | null;
                            group_types: unknown[];
                            product_intents: unknown[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the members of an organisation, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description `joined_at` or `-joined_at`. */
                    order?: string;
                    /** @description The whole address. */
                    email?: string;
                    /** @description ISO 8601. */
                    updated_after?: string;
                    /** @description Part of a name or address; small typing errors are forgiven. */
                    search?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                user: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                };
                                level: number;
                                joined_at: string;
                                updated_at: string;
                                is_2fa_enabled: boolean;
                                has_social_auth: boolean;
                                last_login: string | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/members/{user_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a member another level
         * @description 1 member, 8 administrator, 15 owner. There may be several owners.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        level?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            user: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            };
                            level: number;
                            joined_at: string;
                            updated_at: string;
                            is_2fa_enabled: boolean;
                            has_social_auth: boolean;
                            last_login: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Remove a member, or leave with your own id or @me */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Give a member another level
         * @description 1 member, 8 administrator, 15 owner. There may be several owners.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        level?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            user: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            };
                            level: number;
                            joined_at: string;
                            updated_at: string;
                            is_2fa_enabled: boolean;
                            has_social_auth: boolean;
                            last_login: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/members/{user_uuid}/scoped_api_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which of a member’s API keys reach this organisation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    user_uuid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            has_keys: boolean;
                            has_keys_active_last_week: boolean;
                            keys: {
                                name: string;
                                last_used_at: string | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List open and expired invitations, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                target_email: string;
                                first_name: string;
                                emailing_attempt_made: boolean;
                                level: number;
                                is_expired: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                message: string | null;
                                private_project_access: {
                                    id: number;
                                    level: string;
                                }[] | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Invite somebody */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        target_email: string;
                        /** @default  */
                        first_name?: string;
                        level?: number;
                        message?: string | null;
                        private_project_access?: {
                            id: number;
                            /** @enum {string} */
                            level: "member" | "admin";
                        }[] | null;
                        send_email?: boolean;
                        combine_pending_invites?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            target_email: string;
                            first_name: string;
                            emailing_attempt_made: boolean;
                            level: number;
                            is_expired: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            message: string | null;
                            private_project_access: {
                                id: number;
                                level: string;
                            }[] | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/invites/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite up to 20 people, all or none */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        target_email: string;
                        /** @default  */
                        first_name?: string;
                        level?: number;
                        message?: string | null;
                        private_project_access?: {
                            id: number;
                            /** @enum {string} */
                            level: "member" | "admin";
                        }[] | null;
                        send_email?: boolean;
                        combine_pending_invites?: boolean;
                    }[];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            target_email: string;
                            first_name: string;
                            emailing_attempt_made: boolean;
                            level: number;
                            is_expired: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            message: string | null;
                            private_project_access: {
                                id: number;
                                level: string;
                            }[] | null;
                        }[];
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/invites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an invitation back */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the roles of an organisation */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description The whole name. */
                    name?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                name: string;
                                feature_flags_access_level: number;
                                created_at: string;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                members: {
                                    id: string;
                                    role_id: string;
                                    organization_member: {
                                        id: string;
                                        user: {
                                            id: number;
                                            uuid: string;
                                            distinct_id: string;
                                            first_name: string;
                                            last_name: string;
                                            email: string;
                                            is_email_verified: boolean | null;
                                            hedgehog_config: {
                                                [key: string]: unknown;
                                            } | null;
                                            role_at_organization: string | null;
                                        };
                                        level: number;
                                        joined_at: string;
                                        updated_at: string;
                                        is_2fa_enabled: boolean;
                                        has_social_auth: boolean;
                                        last_login: string | null;
                                    };
                                    user: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    };
                                    joined_at: string;
                                    updated_at: string;
                                }[];
                                associated_flags: {
                                    id: number;
                                    key: string;
                                }[];
                                is_default: boolean;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a role */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            feature_flags_access_level: number;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            members: {
                                id: string;
                                role_id: string;
                                organization_member: {
                                    id: string;
                                    user: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    };
                                    level: number;
                                    joined_at: string;
                                    updated_at: string;
                                    is_2fa_enabled: boolean;
                                    has_social_auth: boolean;
                                    last_login: string | null;
                                };
                                user: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                };
                                joined_at: string;
                                updated_at: string;
                            }[];
                            associated_flags: {
                                id: number;
                                key: string;
                            }[];
                            is_default: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a role */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    role_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            feature_flags_access_level: number;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            members: {
                                id: string;
                                role_id: string;
                                organization_member: {
                                    id: string;
                                    user: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    };
                                    level: number;
                                    joined_at: string;
                                    updated_at: string;
                                    is_2fa_enabled: boolean;
                                    has_social_auth: boolean;
                                    last_login: string | null;
                                };
                                user: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                };
                                joined_at: string;
                                updated_at: string;
                            }[];
                            associated_flags: {
                                id: number;
                                key: string;
                            }[];
                            is_default: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /** Change a role */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    role_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        feature_flags_access_level?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            feature_flags_access_level: number;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            members: {
                                id: string;
                                role_id: string;
                                organization_member: {
                                    id: string;
                                    user: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    };
                                    level: number;
                                    joined_at: string;
                                    updated_at: string;
                                    is_2fa_enabled: boolean;
                                    has_social_auth: boolean;
                                    last_login: string | null;
                                };
                                user: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                };
                                joined_at: string;
                                updated_at: string;
                            }[];
                            associated_flags: {
                                id: number;
                                key: string;
                            }[];
                            is_default: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Delete a role */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    role_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a role */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    role_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        feature_flags_access_level?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            feature_flags_access_level: number;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            members: {
                                id: string;
                                role_id: string;
                                organization_member: {
                                    id: string;
                                    user: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    };
                                    level: number;
                                    joined_at: string;
                                    updated_at: string;
                                    is_2fa_enabled: boolean;
                                    has_social_auth: boolean;
                                    last_login: string | null;
                                };
                                user: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                };
                                joined_at: string;
                                updated_at: string;
                            }[];
                            associated_flags: {
                                id: number;
                                key: string;
                            }[];
                            is_default: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/organizations/{organization_id}/roles/{role_id}/role_memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who has a role */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    organization_id: string;
                    role_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                role_id: string;
                                organization_member: {
                                    id: string;
                                    user: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    };
                                    level: number;
                                    joined_at: string;
                                    updated_at: string;
                                    is_2fa_enabled: boolean;
                                    has_social_auth: boolean;
                                    last_login: string | null;
                                };
                                user: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                };
                                joined_at: string;
                                updated_at: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Give somebody a role */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    role_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uuid */
                        user_uuid: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            role_id: string;
                            organization_member: {
                                id: string;
                                user: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                };
                                level: number;
                                joined_at: string;
                                updated_at: string;
                                is_2fa_enabled: boolean;
                                has_social_auth: boolean;
                                last_login: string | null;
                            };
                            user: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            };
                            joined_at: string;
                            updated_at: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization_id}/roles/{role_id}/role_memberships/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a role from somebody */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization_id: string;
                    role_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/access_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the access rules of a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write an access rule of a project
         * @description For a member, for a role, or with neither for everybody else. A null level removes the rule.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_member?: string | null;
                        role?: string | null;
                        access_level: ("none" | "member" | "admin") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/resource_access_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the access rules of all kinds of objects in a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write an access rule of all kinds of objects in a project
         * @description For a member, for a role, or with neither for everybody else. A null level removes the rule.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_member?: string | null;
                        role?: string | null;
                        access_level: ("none" | "viewer" | "editor" | "manager") | null;
                        /** @enum {string} */
                        resource: "account" | "action" | "cohort" | "dashboard" | "experiment" | "feature_flag" | "insight" | "notebook" | "person" | "session_recording" | "subscription" | "survey";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{id}/access_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the access rules of one feature flag */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write an access rule of one feature flag
         * @description For a member, for a role, or with neither for everybody else. A null level removes the rule.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_member?: string | null;
                        role?: string | null;
                        access_level: ("none" | "viewer" | "editor" | "manager") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/access_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the access rules of one cohort */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write an access rule of one cohort
         * @description For a member, for a role, or with neither for everybody else. A null level removes the rule.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_member?: string | null;
                        role?: string | null;
                        access_level: ("none" | "viewer" | "editor" | "manager") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/actions/{id}/access_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the access rules of one action */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write an access rule of one action
         * @description For a member, for a role, or with neither for everybody else. A null level removes the rule.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_member?: string | null;
                        role?: string | null;
                        access_level: ("none" | "viewer" | "editor" | "manager") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/{id}/access_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the access rules of one insight */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write an access rule of one insight
         * @description For a member, for a role, or with neither for everybody else. A null level removes the rule.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_member?: string | null;
                        role?: string | null;
                        access_level: ("none" | "viewer" | "editor" | "manager") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/dashboards/{id}/access_controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the access rules of one dashboard */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write an access rule of one dashboard
         * @description For a member, for a role, or with neither for everybody else. A null level removes the rule.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        organization_member?: string | null;
                        role?: string | null;
                        access_level: ("none" | "viewer" | "editor" | "manager") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            access_controls: {
                                resource: string;
                                resource_id: string | null;
                                organization_member: string | null;
                                role: string | null;
                                access_level: string;
                            }[];
                            available_access_levels: string[];
                            default_access_level: string;
                            user_access_level: string;
                            user_can_edit_access_levels: boolean;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List feature flags, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Part of the key or of the description. */
                    search?: string;
                    /** @description `true`, `false`, or `STALE`. */
                    active?: string;
                    /** @description `boolean`, `multivariant` or `remote_config`. */
                    type?: string;
                    created_by_id?: string;
                    /** @description JSON list: flags with one of them. */
                    tags?: string;
                    evaluation_runtime?: string;
                    /** @description `key`, `created_at`, `updated_at`, `name`, with `-` for the reverse. */
                    order?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                name: string;
                                key: string;
                                filters: {
                                    [key: string]: unknown;
                                };
                                deleted: boolean;
                                active: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                version: number;
                                last_modified_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                is_simple_flag: boolean;
                                rollout_percentage: number | null;
                                ensure_experience_continuity: boolean;
                                experiment_set: unknown[];
                                surveys: unknown[];
                                features: unknown[];
                                rollback_conditions: unknown;
                                performed_rollback: boolean;
                                can_edit: boolean;
                                user_access_level: string;
                                tags: string[];
                                evaluation_tags: string[];
                                usage_dashboard: number | null;
                                analytics_dashboards: number[];
                                has_enriched_analytics: boolean;
                                is_remote_configuration: boolean;
                                has_encrypted_payloads: boolean;
                                status: string;
                                evaluation_runtime: string;
                                bucketing_identifier: string;
                                last_called_at: string | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a feature flag */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        key: string;
                        filters?: unknown;
                        deleted?: boolean;
                        active?: boolean;
                        ensure_experience_continuity?: boolean | null;
                        tags?: string[];
                        is_remote_configuration?: boolean | null;
                        has_encrypted_payloads?: boolean | null;
                        /** @enum {string} */
                        evaluation_runtime?: "server" | "client" | "all";
                        /** @enum {string} */
                        bucketing_identifier?: "distinct_id" | "device_id";
                        rollout_percentage?: number;
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            key: string;
                            filters: {
                                [key: string]: unknown;
                            };
                            deleted: boolean;
                            active: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            version: number;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            is_simple_flag: boolean;
                            rollout_percentage: number | null;
                            ensure_experience_continuity: boolean;
                            experiment_set: unknown[];
                            surveys: unknown[];
                            features: unknown[];
                            rollback_conditions: unknown;
                            performed_rollback: boolean;
                            can_edit: boolean;
                            user_access_level: string;
                            tags: string[];
                            evaluation_tags: string[];
                            usage_dashboard: number | null;
                            analytics_dashboards: number[];
                            has_enriched_analytics: boolean;
                            is_remote_configuration: boolean;
                            has_encrypted_payloads: boolean;
                            status: string;
                            evaluation_runtime: string;
                            bucketing_identifier: string;
                            last_called_at: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a feature flag */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            key: string;
                            filters: {
                                [key: string]: unknown;
                            };
                            deleted: boolean;
                            active: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            version: number;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            is_simple_flag: boolean;
                            rollout_percentage: number | null;
                            ensure_experience_continuity: boolean;
                            experiment_set: unknown[];
                            surveys: unknown[];
                            features: unknown[];
                            rollback_conditions: unknown;
                            performed_rollback: boolean;
                            can_edit: boolean;
                            user_access_level: string;
                            tags: string[];
                            evaluation_tags: string[];
                            usage_dashboard: number | null;
                            analytics_dashboards: number[];
                            has_enriched_analytics: boolean;
                            is_remote_configuration: boolean;
                            has_encrypted_payloads: boolean;
                            status: string;
                            evaluation_runtime: string;
                            bucketing_identifier: string;
                            last_called_at: string | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Change a feature flag
         * @description `deleted: true` deletes it, `false` brings it back. With `version`, a change made meanwhile is a 409.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        key: string;
                        filters?: unknown;
                        deleted?: boolean;
                        active?: boolean;
                        ensure_experience_continuity?: boolean | null;
                        tags?: string[];
                        is_remote_configuration?: boolean | null;
                        has_encrypted_payloads?: boolean | null;
                        /** @enum {string} */
                        evaluation_runtime?: "server" | "client" | "all";
                        /** @enum {string} */
                        bucketing_identifier?: "distinct_id" | "device_id";
                        rollout_percentage?: number;
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            key: string;
                            filters: {
                                [key: string]: unknown;
                            };
                            deleted: boolean;
                            active: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            version: number;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            is_simple_flag: boolean;
                            rollout_percentage: number | null;
                            ensure_experience_continuity: boolean;
                            experiment_set: unknown[];
                            surveys: unknown[];
                            features: unknown[];
                            rollback_conditions: unknown;
                            performed_rollback: boolean;
                            can_edit: boolean;
                            user_access_level: string;
                            tags: string[];
                            evaluation_tags: string[];
                            usage_dashboard: number | null;
                            analytics_dashboards: number[];
                            has_enriched_analytics: boolean;
                            is_remote_configuration: boolean;
                            has_encrypted_payloads: boolean;
                            status: string;
                            evaluation_runtime: string;
                            bucketing_identifier: string;
                            last_called_at: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Not allowed; set `deleted` instead */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                405: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a feature flag
         * @description `deleted: true` deletes it, `false` brings it back. With `version`, a change made meanwhile is a 409.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        key?: string;
                        filters?: unknown;
                        deleted?: boolean;
                        active?: boolean;
                        ensure_experience_continuity?: boolean | null;
                        tags?: string[];
                        is_remote_configuration?: boolean | null;
                        has_encrypted_payloads?: boolean | null;
                        /** @enum {string} */
                        evaluation_runtime?: "server" | "client" | "all";
                        /** @enum {string} */
                        bucketing_identifier?: "distinct_id" | "device_id";
                        rollout_percentage?: number;
                        version?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            key: string;
                            filters: {
                                [key: string]: unknown;
                            };
                            deleted: boolean;
                            active: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            version: number;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            is_simple_flag: boolean;
                            rollout_percentage: number | null;
                            ensure_experience_continuity: boolean;
                            experiment_set: unknown[];
                            surveys: unknown[];
                            features: unknown[];
                            rollback_conditions: unknown;
                            performed_rollback: boolean;
                            can_edit: boolean;
                            user_access_level: string;
                            tags: string[];
                            evaluation_tags: string[];
                            usage_dashboard: number | null;
                            analytics_dashboards: number[];
                            has_enriched_analytics: boolean;
                            is_remote_configuration: boolean;
                            has_encrypted_payloads: boolean;
                            status: string;
                            evaluation_runtime: string;
                            bucketing_identifier: string;
                            last_called_at: string | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about feature flags, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about a feature flag, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a feature flag is still used */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            status: string;
                            reason: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often SDKs asked for a flag, by day and answer */
        get: {
            parameters: {
                query?: {
                    /** @description 30 by default, at most 365. */
                    days?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            days: string[];
                            results: {
                                value: string;
                                count: number;
                                counts: number[];
                            }[];
                            last_called_at: string | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/my_flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every flag with what it is for you */
        get: {
            parameters: {
                query?: {
                    /** @description JSON: keys of groups by type. */
                    groups?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            feature_flag: {
                                id: number;
                                name: string;
                                key: string;
                                filters: {
                                    [key: string]: unknown;
                                };
                                deleted: boolean;
                                active: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                version: number;
                                last_modified_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                is_simple_flag: boolean;
                                rollout_percentage: number | null;
                                ensure_experience_continuity: boolean;
                                experiment_set: unknown[];
                                surveys: unknown[];
                                features: unknown[];
                                rollback_conditions: unknown;
                                performed_rollback: boolean;
                                can_edit: boolean;
                                user_access_level: string;
                                tags: string[];
                                evaluation_tags: string[];
                                usage_dashboard: number | null;
                                analytics_dashboards: number[];
                                has_enriched_analytics: boolean;
                                is_remote_configuration: boolean;
                                has_encrypted_payloads: boolean;
                                status: string;
                                evaluation_runtime: string;
                                bucketing_identifier: string;
                                last_called_at: string | null;
                            };
                            value: boolean | string;
                        }[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/evaluation_reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every flag is for somebody, and why */
        get: {
            parameters: {
                query?: {
                    distinct_id?: string;
                    /** @description JSON: keys of groups by type. */
                    groups?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/user_blast_radius": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many persons or groups a set of conditions matches now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        condition: {
                            properties?: unknown[];
                            rollout_percentage?: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                        group_type_index?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            affected: number;
                            total: number;
                            users_affected: number;
                            total_users: number;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/bulk_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The keys of flags by their ids */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ids: unknown[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: {
                                [key: string]: string;
                            };
                            warning?: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/feature_flags/local_evaluation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flag definitions for SDKs that evaluate flags themselves */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/early_access_feature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List early access features, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                feature_flag: {
                                    id: number;
                                    name: string;
                                    key: string;
                                    filters: {
                                        [key: string]: unknown;
                                    };
                                    deleted: boolean;
                                    active: boolean;
                                    created_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    created_at: string;
                                    updated_at: string;
                                    version: number;
                                    last_modified_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    is_simple_flag: boolean;
                                    rollout_percentage: number | null;
                                    ensure_experience_continuity: boolean;
                                    experiment_set: unknown[];
                                    surveys: unknown[];
                                    features: unknown[];
                                    rollback_conditions: unknown;
                                    performed_rollback: boolean;
                                    can_edit: boolean;
                                    user_access_level: string;
                                    tags: string[];
                                    evaluation_tags: string[];
                                    usage_dashboard: number | null;
                                    analytics_dashboards: number[];
                                    has_enriched_analytics: boolean;
                                    is_remote_configuration: boolean;
                                    has_encrypted_payloads: boolean;
                                    status: string;
                                    evaluation_runtime: string;
                                    bucketing_identifier: string;
                                    last_called_at: string | null;
                                } | null;
                                name: string;
                                description: string;
                                stage: string;
                                documentation_url: string;
                                payload: unknown;
                                created_at: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Create an early access feature
         * @description Without `feature_flag_id` a flag is made for it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        description?: string;
                        /** @enum {string} */
                        stage: "draft" | "concept" | "alpha" | "beta" | "general-availability" | "archived";
                        documentation_url?: string;
                        payload?: unknown;
                        feature_flag_id?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            feature_flag: {
                                id: number;
                                name: string;
                                key: string;
                                filters: {
                                    [key: string]: unknown;
                                };
                                deleted: boolean;
                                active: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                version: number;
                                last_modified_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                is_simple_flag: boolean;
                                rollout_percentage: number | null;
                                ensure_experience_continuity: boolean;
                                experiment_set: unknown[];
                                surveys: unknown[];
                                features: unknown[];
                                rollback_conditions: unknown;
                                performed_rollback: boolean;
                                can_edit: boolean;
                                user_access_level: string;
                                tags: string[];
                                evaluation_tags: string[];
                                usage_dashboard: number | null;
                                analytics_dashboards: number[];
                                has_enriched_analytics: boolean;
                                is_remote_configuration: boolean;
                                has_encrypted_payloads: boolean;
                                status: string;
                                evaluation_runtime: string;
                                bucketing_identifier: string;
                                last_called_at: string | null;
                            } | null;
                            name: string;
                            description: string;
                            stage: string;
                            documentation_url: string;
                            payload: unknown;
                            created_at: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/early_access_feature/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an early access feature */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            feature_flag: {
                                id: number;
                                name: string;
                                key: string;
                                filters: {
                                    [key: string]: unknown;
                                };
                                deleted: boolean;
                                active: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                version: number;
                                last_modified_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                is_simple_flag: boolean;
                                rollout_percentage: number | null;
                                ensure_experience_continuity: boolean;
                                experiment_set: unknown[];
                                surveys: unknown[];
                                features: unknown[];
                                rollback_conditions: unknown;
                                performed_rollback: boolean;
                                can_edit: boolean;
                                user_access_level: string;
                                tags: string[];
                                evaluation_tags: string[];
                                usage_dashboard: number | null;
                                analytics_dashboards: number[];
                                has_enriched_analytics: boolean;
                                is_remote_configuration: boolean;
                                has_encrypted_payloads: boolean;
                                status: string;
                                evaluation_runtime: string;
                                bucketing_identifier: string;
                                last_called_at: string | null;
                            } | null;
                            name: string;
                            description: string;
                            stage: string;
                            documentation_url: string;
                            payload: unknown;
                            created_at: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /** Change an early access feature */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        description?: string;
                        /** @enum {string} */
                        stage: "draft" | "concept" | "alpha" | "beta" | "general-availability" | "archived";
                        documentation_url?: string;
                        payload?: unknown;
                        feature_flag_id?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            feature_flag: {
                                id: number;
                                name: string;
                                key: string;
                                filters: {
                                    [key: string]: unknown;
                                };
                                deleted: boolean;
                                active: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                version: number;
                                last_modified_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                is_simple_flag: boolean;
                                rollout_percentage: number | null;
                                ensure_experience_continuity: boolean;
                                experiment_set: unknown[];
                                surveys: unknown[];
                                features: unknown[];
                                rollback_conditions: unknown;
                                performed_rollback: boolean;
                                can_edit: boolean;
                                user_access_level: string;
                                tags: string[];
                                evaluation_tags: string[];
                                usage_dashboard: number | null;
                                analytics_dashboards: number[];
                                has_enriched_analytics: boolean;
                                is_remote_configuration: boolean;
                                has_encrypted_payloads: boolean;
                                status: string;
                                evaluation_runtime: string;
                                bucketing_identifier: string;
                                last_called_at: string | null;
                            } | null;
                            name: string;
                            description: string;
                            stage: string;
                            documentation_url: string;
                            payload: unknown;
                            created_at: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Delete an early access feature; its flag stays */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an early access feature */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        description?: string;
                        /** @enum {string} */
                        stage?: "draft" | "concept" | "alpha" | "beta" | "general-availability" | "archived";
                        documentation_url?: string;
                        payload?: unknown;
                        feature_flag_id?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            feature_flag: {
                                id: number;
                                name: string;
                                key: string;
                                filters: {
                                    [key: string]: unknown;
                                };
                                deleted: boolean;
                                active: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                version: number;
                                last_modified_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                is_simple_flag: boolean;
                                rollout_percentage: number | null;
                                ensure_experience_continuity: boolean;
                                experiment_set: unknown[];
                                surveys: unknown[];
                                features: unknown[];
                                rollback_conditions: unknown;
                                performed_rollback: boolean;
                                can_edit: boolean;
                                user_access_level: string;
                                tags: string[];
                                evaluation_tags: string[];
                                usage_dashboard: number | null;
                                analytics_dashboards: number[];
                                has_enriched_analytics: boolean;
                                is_remote_configuration: boolean;
                                has_encrypted_payloads: boolean;
                                status: string;
                                evaluation_runtime: string;
                                bucketing_identifier: string;
                                last_called_at: string | null;
                            } | null;
                            name: string;
                            description: string;
                            stage: string;
                            documentation_url: string;
                            payload: unknown;
                            created_at: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/persons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List persons */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description The person that owns exactly this id. */
                    distinct_id?: string;
                    /** @description Exact value of the property `email`. */
                    email?: string;
                    /** @description Part of the e-mail, a whole distinct id, or a uuid. */
                    search?: string;
                    /** @description Property filters as JSON: a list (all must hold), or a group `{"type": "AND"|"OR", "values": […]}`. */
                    properties?: string;
                    /** @description JSON list with one of `created_at`, `last_seen_at`, `properties.<key>`; `-` before it turns it round. */
                    orderBy?: string;
                    /** @description Accepted; the total is always there. */
                    include_total?: string;
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            next: string | null;
                            previous: string | null;
                            count: number;
                            results: {
                                /** @enum {string} */
                                type: "person";
                                id: number;
                                uuid: string;
                                name: string;
                                distinct_ids: string[];
                                properties: {
                                    [key: string]: unknown;
                                };
                                created_at: string;
                                last_seen_at: string | null;
                                is_identified: boolean;
                                matched_recordings: unknown[];
                                value_at_data_point: number | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The most frequent values of a person property */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                    /** @description Name of the property, or `distinct_id`. */
                    key?: string;
                    /** @description Text that the values contain. */
                    value?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                name: string;
                                count: number;
                            }[];
                            refreshing: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/properties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of the properties that persons have had */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                    /** @description Part of the name. */
                    search?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                name: string;
                                property_type: string | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about persons, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/deletion_status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deletions of events that were asked for, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description `pending`, `completed` or `all` (default). */
                    status?: string;
                    person_uuid?: string;
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                person_uuid: string;
                                created_at: string;
                                /** @enum {string} */
                                status: "pending" | "completed";
                                delete_verified_at: string | null;
                                /** @description Events to delete; null until they are counted. */
                                events_total: number | null;
                                events_deleted: number;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/batch_by_distinct_ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Persons of up to 200 distinct ids */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                [key: string]: {
                                    /** @enum {string} */
                                    type: "person";
                                    id: number;
                                    uuid: string;
                                    name: string;
                                    distinct_ids: string[];
                                    properties: {
                                        [key: string]: unknown;
                                    };
                                    created_at: string;
                                    last_seen_at: string | null;
                                    is_identified: boolean;
                                    matched_recordings: unknown[];
                                    value_at_data_point: number | null;
                                };
                            };
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/batch_by_uuids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Persons with up to 200 uuids */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                [key: string]: {
                                    /** @enum {string} */
                                    type: "person";
                                    id: number;
                                    uuid: string;
                                    name: string;
                                    distinct_ids: string[];
                                    properties: {
                                        [key: string]: unknown;
                                    };
                                    created_at: string;
                                    last_seen_at: string | null;
                                    is_identified: boolean;
                                    matched_recordings: unknown[];
                                    value_at_data_point: number | null;
                                };
                            };
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/properties_at_time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A person as it was at a time
         * @description Properties rebuilt from what the events of the last two years before that time set.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                    distinct_id?: string;
                    /** @description uuid; instead of `distinct_id`. */
                    person_id?: string;
                    /** @description ISO 8601; UTC without an offset. Required. */
                    timestamp?: string;
                    /** @description Also replay `$set_once` of events of that name. */
                    include_set_once?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            type: "person";
                            id: number;
                            uuid: string;
                            name: string;
                            distinct_ids: string[];
                            properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                            last_seen_at: string | null;
                            is_identified: boolean;
                            matched_recordings: unknown[];
                            value_at_data_point: number | null;
                            point_in_time_metadata: {
                                queried_timestamp: string;
                                include_set_once: boolean;
                                distinct_id_used: string | null;
                                person_id_used: string | null;
                                /** @enum {string} */
                                query_mode: "distinct_id" | "person_id";
                                distinct_ids_queried: string[];
                                distinct_ids_count: number;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: string;
                        };
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a person */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            type: "person";
                            id: number;
                            uuid: string;
                            name: string;
                            distinct_ids: string[];
                            properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                            last_seen_at: string | null;
                            is_identified: boolean;
                            matched_recordings: unknown[];
                            value_at_data_point: number | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Set properties of a person
         * @description The given properties are set; no other is touched or removed, with PUT neither.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            type: "person";
                            id: number;
                            uuid: string;
                            name: string;
                            distinct_ids: string[];
                            properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                            last_seen_at: string | null;
                            is_identified: boolean;
                            matched_recordings: unknown[];
                            value_at_data_point: number | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Delete a person */
        delete: {
            parameters: {
                query?: {
                    /** @description Also delete all its events that were captured before now. */
                    delete_events?: string;
                    /** @description Also delete its session recordings. */
                    delete_recordings?: string;
                    /** @description Leave the person itself. */
                    keep_person?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Set properties of a person
         * @description The given properties are set; no other is touched or removed, with PUT neither.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            type: "person";
                            id: number;
                            uuid: string;
                            name: string;
                            distinct_ids: string[];
                            properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                            last_seen_at: string | null;
                            is_identified: boolean;
                            matched_recordings: unknown[];
                            value_at_data_point: number | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about a person, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/properties_timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a person's properties looked over the events of an insight */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                    /** @description Series as a JSON list; none counts every event. */
                    events?: string;
                    actions?: string;
                    /** @description Filters as JSON; those on the person name the keys that matter. */
                    properties?: string;
                    breakdown?: string;
                    breakdown_type?: string;
                    /** @description `-7d` by default. */
                    date_from?: string;
                    /** @description Now by default. */
                    date_to?: string;
                    /** @description `minute`, `hour`, `day` (default), `week` or `month`. */
                    interval?: string;
                    display?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            points: {
                                timestamp: string;
                                properties: {
                                    [key: string]: unknown;
                                };
                                relevant_event_count: number;
                            }[];
                            crucial_property_keys: string[];
                            effective_date_from: string;
                            effective_date_to: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/update_property": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set one property of a person */
        post: {
            parameters: {
                query?: {
                    key?: string;
                    value?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            success: true;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/delete_property": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove one property of a person */
        post: {
            parameters: {
                query?: {
                    $unset?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            success: true;
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            success: false;
                            detail: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Split distinct ids off a person
         * @description With `distinct_ids_to_split` those go; with `main_distinct_id` all others go; with neither all but the first go. Each gets a person of its own.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            success: true;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge other persons into this one
         * @description Their distinct ids and events become those of this person; where both have a property, this one keeps its value. Cannot be undone, only split again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            type: "person";
                            id: number;
                            uuid: string;
                            name: string;
                            distinct_ids: string[];
                            properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                            last_seen_at: string | null;
                            is_identified: boolean;
                            matched_recordings: unknown[];
                            value_at_data_point: number | null;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/delete_events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete a person's events, keep the person */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/{id}/delete_recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete a person's session recordings, keep the person */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Integer id or uuid. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/bulk_delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete up to 1000 persons */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            persons_found: number;
                            persons_deleted: number;
                            events_queued_for_deletion: boolean;
                            recordings_queued_for_deletion: boolean;
                            deletion_errors: {
                                person_uuid: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/reset_person_distinct_id": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a deleted distinct id usable again
         * @description Ids of deleted persons are usable at once, so there is nothing to do.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/activity_log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was changed in a project, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Id or uuid of a user: only their changes. */
                    user?: string;
                    /** @description Kind of object, such as `Person`. */
                    scope?: string;
                    /** @description Several kinds, separated by commas or repeated. */
                    scopes?: string;
                    /** @description Id of one object; use together with `scope`. */
                    item_id?: string;
                    /** @description From the links of a page. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    id: number | null;
                                    uuid: string | null;
                                    distinct_id: string | null;
                                    first_name: string;
                                    last_name: string;
                                    email: string | null;
                                } | null;
                                organization_id: string;
                                was_impersonated: boolean;
                                is_system: boolean;
                                unread: boolean;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/activity_log/important_changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes by others to what you made or changed, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Only what you have not read. */
                    unread?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    id: number | null;
                                    uuid: string | null;
                                    distinct_id: string | null;
                                    first_name: string;
                                    last_name: string;
                                    email: string | null;
                                } | null;
                                organization_id: string;
                                was_impersonated: boolean;
                                is_system: boolean;
                                unread: boolean;
                            }[];
                            last_read: string | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/activity_log/bookmark_activity_notification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note that you have read up to a time */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        bookmark: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List events, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Name of the event. */
                    event?: string;
                    distinct_id?: string;
                    /** @description Integer id or uuid; includes the events of all ids merged into the person. */
                    person_id?: string;
                    /** @description Only events later than this ISO 8601 time. */
                    after?: string;
                    /** @description Only events earlier than this ISO 8601 time. */
                    before?: string;
                    /** @description uuid of the last event of the page before, from its `next` link. */
                    after_event?: string;
                    /** @description JSON list of property filters. */
                    properties?: string;
                    /** @description JSON list; `["timestamp"]` or `["-timestamp"]`. */
                    orderBy?: string;
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            next: string | null;
                            results: {
                                id: string;
                                uuid: string;
                                event: string;
                                distinct_id: string;
                                properties: {
                                    [key: string]: unknown;
                                };
                                timestamp: string;
                                created_at: string;
                                elements_chain: string;
                                elements: unknown[];
                                person: {
                                    is_identified: boolean;
                                    distinct_ids: string[];
                                    properties: {
                                        [key: string]: unknown;
                                    };
                                    uuid: string;
                                } | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events in the order they arrived, since a cursor
         * @description Ask again with the `cursor` of the last answer. Without `since` the answer holds what arrived in the last hour.
         */
        get: {
            parameters: {
                query?: {
                    since?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cursor: string;
                            results: {
                                id: string;
                                uuid: string;
                                event: string;
                                distinct_id: string;
                                properties: {
                                    [key: string]: unknown;
                                };
                                timestamp: string;
                                created_at: string;
                                elements_chain: string;
                                elements: unknown[];
                                person: {
                                    is_identified: boolean;
                                    distinct_ids: string[];
                                    properties: {
                                        [key: string]: unknown;
                                    };
                                    uuid: string;
                                } | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The most frequent values of an event property */
        get: {
            parameters: {
                query?: {
                    /** @description Name of the property. */
                    key?: string;
                    /** @description Text that the values contain. */
                    value?: string;
                    /** @description Only values seen with this event; may be repeated. */
                    event_name?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                name: string;
                                count: number;
                            }[];
                            refreshing: boolean;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an event */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description uuid of the event. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            uuid: string;
                            event: string;
                            distinct_id: string;
                            properties: {
                                [key: string]: unknown;
                            };
                            timestamp: string;
                            created_at: string;
                            elements_chain: string;
                            elements: unknown[];
                            person: {
                                is_identified: boolean;
                                distinct_ids: string[];
                                properties: {
                                    [key: string]: unknown;
                                };
                                uuid: string;
                            } | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List group types */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            group_type: string;
                            group_type_index: number;
                            name_singular: string | null;
                            name_plural: string | null;
                            created_at: string;
                        }[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List groups of a type */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description 0 to 4; required. */
                    group_type_index?: string;
                    /** @description Part of the key or of the property `name`. */
                    search?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            next: string | null;
                            previous: string | null;
                            results: {
                                group_type_index: number;
                                group_key: string;
                                group_properties: {
                                    [key: string]: unknown;
                                };
                                created_at: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a group */
        get: {
            parameters: {
                query?: {
                    /** @description 0 to 4; required. */
                    group_type_index?: string;
                    /** @description Key of the group; required. */
                    group_key?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            group_type_index: number;
                            group_key: string;
                            group_properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/property_definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of group properties by type index */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: {
                                name: string;
                                count: number;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/property_values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The most frequent values of a group property */
        get: {
            parameters: {
                query?: {
                    /** @description 0 to 4; required. */
                    group_type_index?: string;
                    /** @description Name of the property. */
                    key?: string;
                    /** @description Text that the values contain. */
                    value?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            count: number;
                        }[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/related": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Persons and groups that share events with a group or a person
         * @description Looks at the last 90 days. Without `group_type_index`, `id` is a person.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 0 to 4. */
                    group_type_index?: string;
                    /** @description Key of the group, or id of the person; required. */
                    id?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": ({
                            /** @enum {string} */
                            type: "person" | "group";
                        } & {
                            [key: string]: unknown;
                        })[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was changed about groups, newest first
         * @description With `group_type_index` and `group_key`: about one group.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                    /** @description 0 to 4; required. */
                    group_type_index?: string;
                    /** @description Key of the group; required. */
                    group_key?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/update_property": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set one property of a group */
        post: {
            parameters: {
                query?: {
                    /** @description 0 to 4; required. */
                    group_type_index?: string;
                    /** @description Key of the group; required. */
                    group_key?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            group_type_index: number;
                            group_key: string;
                            group_properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/groups/delete_property": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove one property of a group */
        post: {
            parameters: {
                query?: {
                    /** @description 0 to 4; required. */
                    group_type_index?: string;
                    /** @description Key of the group; required. */
                    group_key?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            group_type_index: number;
                            group_key: string;
                            group_properties: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a question
         * @description Answers a query node: trends, funnels, retention, lifecycle, stickiness, paths, correlation, the actors behind a number, tables of events and persons, and SQL (HogQL). With a header `Prefer: wait=SECONDS`, a query in the background is waited for that long before its state is told; who goes away before stops it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A query node, `{kind: …}`. */
                        query: unknown;
                        /** @description How fresh the answer must be; `blocking` by default. */
                        refresh?: (("blocking" | "async" | "async_except_on_cache_miss" | "lazy_async" | "force_blocking" | "force_async" | "force_cache") | boolean) | null;
                        async?: boolean | null;
                        /** @description Id of the run, for polling and cancelling. */
                        client_query_id?: string | null;
                        filters_override?: {
                            [key: string]: unknown;
                        } | null;
                        variables_override?: {
                            [key: string]: unknown;
                        } | null;
                        name?: string | null;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/query/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a question of one kind
         * @description Answers a query node: trends, funnels, retention, lifecycle, stickiness, paths, correlation, the actors behind a number, tables of events and persons, and SQL (HogQL). With a header `Prefer: wait=SECONDS`, a query in the background is waited for that long before its state is told; who goes away before stops it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    kind: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A query node, `{kind: …}`. */
                        query: unknown;
                        /** @description How fresh the answer must be; `blocking` by default. */
                        refresh?: (("blocking" | "async" | "async_except_on_cache_miss" | "lazy_async" | "force_blocking" | "force_async" | "force_cache") | boolean) | null;
                        async?: boolean | null;
                        /** @description Id of the run, for polling and cancelling. */
                        client_query_id?: string | null;
                        filters_override?: {
                            [key: string]: unknown;
                        } | null;
                        variables_override?: {
                            [key: string]: unknown;
                        } | null;
                        name?: string | null;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/query/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how a query in the background stands */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            query_status: {
                                id: string;
                                complete: boolean;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            query_status: {
                                id: string;
                                complete: boolean;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Stop a query in the background */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            message: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List actions, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Part of the name. */
                    search?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                name: string | null;
                                description: string;
                                post_to_slack: boolean;
                                slack_message_format: string;
                                steps: {
                                    [key: string]: unknown;
                                }[];
                                created_at: string;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                deleted: boolean;
                                is_calculating: boolean;
                                last_calculated_at: string;
                                team_id: number;
                                /** @enum {boolean} */
                                is_action: true;
                                bytecode_error: null;
                                pinned_at: string | null;
                                creation_context: null;
                                tags: string[];
                                user_access_level: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an action */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        description?: string;
                        steps?: ({
                            event?: string | null;
                            url?: string | null;
                            url_matching?: ("contains" | "regex" | "exact") | null;
                            text?: string | null;
                            text_matching?: ("contains" | "regex" | "exact") | null;
                            href?: string | null;
                            href_matching?: ("contains" | "regex" | "exact") | null;
                            selector?: string | null;
                            tag_name?: string | null;
                            properties?: {
                                [key: string]: unknown;
                            }[] | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                        tags?: string[];
                        post_to_slack?: boolean;
                        slack_message_format?: string;
                        pinned_at?: string | null;
                        deleted?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            post_to_slack: boolean;
                            slack_message_format: string;
                            steps: {
                                [key: string]: unknown;
                            }[];
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            deleted: boolean;
                            is_calculating: boolean;
                            last_calculated_at: string;
                            team_id: number;
                            /** @enum {boolean} */
                            is_action: true;
                            bytecode_error: null;
                            pinned_at: string | null;
                            creation_context: null;
                            tags: string[];
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an action */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            post_to_slack: boolean;
                            slack_message_format: string;
                            steps: {
                                [key: string]: unknown;
                            }[];
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            deleted: boolean;
                            is_calculating: boolean;
                            last_calculated_at: string;
                            team_id: number;
                            /** @enum {boolean} */
                            is_action: true;
                            bytecode_error: null;
                            pinned_at: string | null;
                            creation_context: null;
                            tags: string[];
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Change an action
         * @description `deleted: true` deletes it, `false` brings it back.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        description?: string;
                        steps?: ({
                            event?: string | null;
                            url?: string | null;
                            url_matching?: ("contains" | "regex" | "exact") | null;
                            text?: string | null;
                            text_matching?: ("contains" | "regex" | "exact") | null;
                            href?: string | null;
                            href_matching?: ("contains" | "regex" | "exact") | null;
                            selector?: string | null;
                            tag_name?: string | null;
                            properties?: {
                                [key: string]: unknown;
                            }[] | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                        tags?: string[];
                        post_to_slack?: boolean;
                        slack_message_format?: string;
                        pinned_at?: string | null;
                        deleted?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            post_to_slack: boolean;
                            slack_message_format: string;
                            steps: {
                                [key: string]: unknown;
                            }[];
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            deleted: boolean;
                            is_calculating: boolean;
                            last_calculated_at: string;
                            team_id: number;
                            /** @enum {boolean} */
                            is_action: true;
                            bytecode_error: null;
                            pinned_at: string | null;
                            creation_context: null;
                            tags: string[];
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Not allowed; set `deleted` instead */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                405: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an action
         * @description `deleted: true` deletes it, `false` brings it back.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        description?: string;
                        steps?: ({
                            event?: string | null;
                            url?: string | null;
                            url_matching?: ("contains" | "regex" | "exact") | null;
                            text?: string | null;
                            text_matching?: ("contains" | "regex" | "exact") | null;
                            href?: string | null;
                            href_matching?: ("contains" | "regex" | "exact") | null;
                            selector?: string | null;
                            tag_name?: string | null;
                            properties?: {
                                [key: string]: unknown;
                            }[] | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                        tags?: string[];
                        post_to_slack?: boolean;
                        slack_message_format?: string;
                        pinned_at?: string | null;
                        deleted?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            post_to_slack: boolean;
                            slack_message_format: string;
                            steps: {
                                [key: string]: unknown;
                            }[];
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            deleted: boolean;
                            is_calculating: boolean;
                            last_calculated_at: string;
                            team_id: number;
                            /** @enum {boolean} */
                            is_action: true;
                            bytecode_error: null;
                            pinned_at: string | null;
                            creation_context: null;
                            tags: string[];
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/actions/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about an action, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List cohorts, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Part of the name. */
                    search?: string;
                    /** @description `static` or `dynamic`. */
                    type?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                name: string;
                                description: string;
                                groups: unknown[];
                                deleted: boolean;
                                filters: unknown;
                                query: unknown;
                                version: number | null;
                                pending_version: number;
                                is_calculating: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                last_calculation: string | null;
                                errors_calculating: number;
                                last_error_message: string | null;
                                count: number | null;
                                is_static: boolean;
                                cohort_type: string;
                                user_access_level: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Create a cohort
         * @description A dynamic cohort is calculated in the background. A static one takes its members from a CSV file, a list of person ids, a query for actors, or, with the parameters of an insight in the query string, from the persons behind one of its numbers.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        description?: string;
                        filters?: {
                            [key: string]: unknown;
                        } | null;
                        groups?: unknown[] | null;
                        query?: {
                            [key: string]: unknown;
                        } | null;
                        is_static?: boolean;
                        deleted?: boolean;
                        /** @description File of a static cohort: distinct ids or e-mail addresses in its first column. */
                        csv?: string;
                        _create_static_person_ids?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            description: string;
                            groups: unknown[];
                            deleted: boolean;
                            filters: unknown;
                            query: unknown;
                            version: number | null;
                            pending_version: number;
                            is_calculating: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            last_calculation: string | null;
                            errors_calculating: number;
                            last_error_message: string | null;
                            count: number | null;
                            is_static: boolean;
                            cohort_type: string;
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a cohort */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            description: string;
                            groups: unknown[];
                            deleted: boolean;
                            filters: unknown;
                            query: unknown;
                            version: number | null;
                            pending_version: number;
                            is_calculating: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            last_calculation: string | null;
                            errors_calculating: number;
                            last_error_message: string | null;
                            count: number | null;
                            is_static: boolean;
                            cohort_type: string;
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Change a cohort
         * @description Other criteria are calculated in the background. `deleted: true` deletes it, `false` brings it back. A CSV file adds to a static cohort.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        description?: string;
                        filters?: {
                            [key: string]: unknown;
                        } | null;
                        groups?: unknown[] | null;
                        query?: {
                            [key: string]: unknown;
                        } | null;
                        is_static?: boolean;
                        deleted?: boolean;
                        /** @description File of a static cohort: distinct ids or e-mail addresses in its first column. */
                        csv?: string;
                        _create_static_person_ids?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            description: string;
                            groups: unknown[];
                            deleted: boolean;
                            filters: unknown;
                            query: unknown;
                            version: number | null;
                            pending_version: number;
                            is_calculating: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            last_calculation: string | null;
                            errors_calculating: number;
                            last_error_message: string | null;
                            count: number | null;
                            is_static: boolean;
                            cohort_type: string;
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Not allowed; set `deleted` instead */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                405: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a cohort
         * @description Other criteria are calculated in the background. `deleted: true` deletes it, `false` brings it back. A CSV file adds to a static cohort.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        description?: string;
                        filters?: {
                            [key: string]: unknown;
                        } | null;
                        groups?: unknown[] | null;
                        query?: {
                            [key: string]: unknown;
                        } | null;
                        is_static?: boolean;
                        deleted?: boolean;
                        /** @description File of a static cohort: distinct ids or e-mail addresses in its first column. */
                        csv?: string;
                        _create_static_person_ids?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            description: string;
                            groups: unknown[];
                            deleted: boolean;
                            filters: unknown;
                            query: unknown;
                            version: number | null;
                            pending_version: number;
                            is_calculating: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            last_calculation: string | null;
                            errors_calculating: number;
                            last_error_message: string | null;
                            count: number | null;
                            is_static: boolean;
                            cohort_type: string;
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/persons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Persons in a cohort */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    search?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: unknown[];
                            next: string | null;
                            previous: string | null;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/calculation_history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calculations of a cohort, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: ({
                                id: string;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/used_in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What names a cohort, to see before deleting it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cohorts: {
                                id: number;
                                name: string;
                            }[];
                            feature_flags: {
                                id: number;
                                key: string;
                            }[];
                            insights: {
                                id: number;
                                short_id: string;
                                name: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/duplicate_as_static_cohort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Copy the present members into a static cohort */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string;
                            description: string;
                            groups: unknown[];
                            deleted: boolean;
                            filters: unknown;
                            query: unknown;
                            version: number | null;
                            pending_version: number;
                            is_calculating: boolean;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            last_calculation: string | null;
                            errors_calculating: number;
                            last_error_message: string | null;
                            count: number | null;
                            is_static: boolean;
                            cohort_type: string;
                            user_access_level: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/add_persons_to_static_cohort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Add persons to a static cohort */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        person_ids: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            success: true;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/remove_person_from_static_cohort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Take a person out of a static cohort */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        person_id: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            success: true;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about cohorts, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/cohorts/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about a cohort, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cohorts that hold a person */
        get: {
            parameters: {
                query?: {
                    /** @description Integer id or uuid; required. */
                    person_id?: string;
                    /** @description `json`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: number;
                                name: string;
                                description: string;
                                groups: unknown[];
                                deleted: boolean;
                                filters: unknown;
                                query: unknown;
                                version: number | null;
                                pending_version: number;
                                is_calculating: boolean;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                last_calculation: string | null;
                                errors_calculating: number;
                                last_error_message: string | null;
                                count: number | null;
                                is_static: boolean;
                                cohort_type: string;
                                user_access_level: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trends, stickiness or lifecycle by parameters */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Trends, stickiness or lifecycle by parameters */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A funnel by parameters */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** A funnel by parameters */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/funnel/correlation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What those who get through a funnel do more often, by parameters */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** What those who get through a funnel do more often, by parameters */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Retention by parameters */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Retention by parameters */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Paths by parameters */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Paths by parameters */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            result: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List insights */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description `true`: saved, or on a dashboard; `false`: the others. */
                    saved?: string;
                    /** @description `true`: only favourites. */
                    favorited?: string;
                    /** @description Given: only the caller’s own. */
                    user?: string;
                    /** @description Id of a user, or a JSON list of ids. */
                    created_by?: string;
                    short_id?: string;
                    /** @description Changed after this moment. */
                    date_from?: string;
                    /** @description Changed before this moment. */
                    date_to?: string;
                    /** @description `TRENDS`, `FUNNELS`, `RETENTION`, `PATHS`, `LIFECYCLE`, `STICKINESS`, `SQL` or `JSON`. */
                    insight?: string;
                    /** @description Part of the name, the description or a tag. */
                    search?: string;
                    /** @description JSON list: insights with one of these tags. */
                    tags?: string;
                    /** @description JSON list of ids: insights that are on all of these dashboards. */
                    dashboards?: string;
                    /** @description `name`, `created_at`, `last_modified_at`, `last_viewed_at`, `created_by`; with `-` for the reverse. */
                    order?: string;
                    /** @description `true`: without results. */
                    basic?: string;
                    refresh?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: ({
                                id: number;
                                short_id: string;
                                name: string | null;
                                derived_name: string | null;
                                description: string | null;
                                query: unknown;
                                filters: unknown;
                                order: number | null;
                                deleted: boolean;
                                favorited: boolean;
                                saved: boolean;
                                dashboards: number[];
                                dashboard_tiles: {
                                    id: number;
                                    dashboard_id: number;
                                    deleted: boolean;
                                }[];
                                tags: string[];
                                created_at: string;
                                updated_at: string;
                                last_modified_at: string;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                last_modified_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                last_viewed_at?: string | null;
                                is_sample: boolean;
                                effective_restriction_level: number;
                                effective_privilege_level: number;
                                user_access_level: string;
                                result: unknown;
                                query_status: unknown;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an insight */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        derived_name?: string | null;
                        description?: string | null;
                        query?: unknown;
                        filters?: {
                            [key: string]: unknown;
                        } | null;
                        order?: number | null;
                        deleted?: boolean;
                        favorited?: boolean;
                        saved?: boolean;
                        dashboards?: number[] | null;
                        tags?: string[] | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            short_id: string;
                            name: string | null;
                            derived_name: string | null;
                            description: string | null;
                            query: unknown;
                            filters: unknown;
                            order: number | null;
                            deleted: boolean;
                            favorited: boolean;
                            saved: boolean;
                            dashboards: number[];
                            dashboard_tiles: {
                                id: number;
                                dashboard_id: number;
                                deleted: boolean;
                            }[];
                            tags: string[];
                            created_at: string;
                            updated_at: string;
                            last_modified_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_viewed_at?: string | null;
                            is_sample: boolean;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            result: unknown;
                            query_status: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/my_last_viewed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The insights you looked at last */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": ({
                            id: number;
                            short_id: string;
                            name: string | null;
                            derived_name: string | null;
                            description: string | null;
                            query: unknown;
                            filters: unknown;
                            order: number | null;
                            deleted: boolean;
                            favorited: boolean;
                            saved: boolean;
                            dashboards: number[];
                            dashboard_tiles: {
                                id: number;
                                dashboard_id: number;
                                deleted: boolean;
                            }[];
                            tags: string[];
                            created_at: string;
                            updated_at: string;
                            last_modified_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_viewed_at?: string | null;
                            is_sample: boolean;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            result: unknown;
                            query_status: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an insight, with its result as far as there is one */
        get: {
            parameters: {
                query?: {
                    /** @description How fresh the result must be; by default whatever is there. */
                    refresh?: string;
                    /** @description Id of a dashboard whose filters apply. */
                    from_dashboard?: string;
                    /** @description JSON: filters instead of those of the dashboard. */
                    filters_override?: string;
                    /** @description JSON: values of variables. */
                    variables_override?: string;
                    client_query_id?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Number or short id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            short_id: string;
                            name: string | null;
                            derived_name: string | null;
                            description: string | null;
                            query: unknown;
                            filters: unknown;
                            order: number | null;
                            deleted: boolean;
                            favorited: boolean;
                            saved: boolean;
                            dashboards: number[];
                            dashboard_tiles: {
                                id: number;
                                dashboard_id: number;
                                deleted: boolean;
                            }[];
                            tags: string[];
                            created_at: string;
                            updated_at: string;
                            last_modified_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_viewed_at?: string | null;
                            is_sample: boolean;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            result: unknown;
                            query_status: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Change an insight
         * @description `deleted: true` deletes it, `false` brings it back. `dashboards` is the whole list of those it stands on. With a header `If-Match` that holds its `last_modified_at`, a change over somebody else’s is refused (409).
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Number or short id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        derived_name?: string | null;
                        description?: string | null;
                        query?: unknown;
                        filters?: {
                            [key: string]: unknown;
                        } | null;
                        order?: number | null;
                        deleted?: boolean;
                        favorited?: boolean;
                        saved?: boolean;
                        dashboards?: number[] | null;
                        tags?: string[] | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            short_id: string;
                            name: string | null;
                            derived_name: string | null;
                            description: string | null;
                            query: unknown;
                            filters: unknown;
                            order: number | null;
                            deleted: boolean;
                            favorited: boolean;
                            saved: boolean;
                            dashboards: number[];
                            dashboard_tiles: {
                                id: number;
                                dashboard_id: number;
                                deleted: boolean;
                            }[];
                            tags: string[];
                            created_at: string;
                            updated_at: string;
                            last_modified_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_viewed_at?: string | null;
                            is_sample: boolean;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            result: unknown;
                            query_status: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Not allowed; set `deleted` instead */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Number or short id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                405: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an insight
         * @description `deleted: true` deletes it, `false` brings it back. `dashboards` is the whole list of those it stands on. With a header `If-Match` that holds its `last_modified_at`, a change over somebody else’s is refused (409).
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Number or short id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        derived_name?: string | null;
                        description?: string | null;
                        query?: unknown;
                        filters?: {
                            [key: string]: unknown;
                        } | null;
                        order?: number | null;
                        deleted?: boolean;
                        favorited?: boolean;
                        saved?: boolean;
                        dashboards?: number[] | null;
                        tags?: string[] | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            short_id: string;
                            name: string | null;
                            derived_name: string | null;
                            description: string | null;
                            query: unknown;
                            filters: unknown;
                            order: number | null;
                            deleted: boolean;
                            favorited: boolean;
                            saved: boolean;
                            dashboards: number[];
                            dashboard_tiles: {
                                id: number;
                                dashboard_id: number;
                                deleted: boolean;
                            }[];
                            tags: string[];
                            created_at: string;
                            updated_at: string;
                            last_modified_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_viewed_at?: string | null;
                            is_sample: boolean;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            result: unknown;
                            query_status: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/insights/{id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copy an insight */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Number or short id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            short_id: string;
                            name: string | null;
                            derived_name: string | null;
                            description: string | null;
                            query: unknown;
                            filters: unknown;
                            order: number | null;
                            deleted: boolean;
                            favorited: boolean;
                            saved: boolean;
                            dashboards: number[];
                            dashboard_tiles: {
                                id: number;
                                dashboard_id: number;
                                deleted: boolean;
                            }[];
                            tags: string[];
                            created_at: string;
                            updated_at: string;
                            last_modified_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_modified_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_viewed_at?: string | null;
                            is_sample: boolean;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            result: unknown;
                            query_status: unknown;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/{id}/viewed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note that you looked at an insight */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    /** @description Number or short id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/viewed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Note that you looked at insights */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        insight_ids: number[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about insights, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/insights/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about an insight, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    /** @description Number or short id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/dashboards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List dashboards: pinned ones first, then by name */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Part of the name, the description or a tag. */
                    search?: string;
                    /** @description `true`: only pinned ones. */
                    pinned?: string;
                    /** @description Id of a user. */
                    created_by?: string;
                    /** @description JSON list: dashboards with one of these tags. */
                    tags?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                name: string | null;
                                description: string;
                                pinned: boolean;
                                created_at: string;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                last_accessed_at: string | null;
                                is_shared: boolean;
                                deleted: boolean;
                                creation_mode: string;
                                tags: string[];
                                restriction_level: number;
                                effective_restriction_level: number;
                                effective_privilege_level: number;
                                user_access_level: string;
                                team_id: number;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Create a dashboard
         * @description `use_template` makes one from a template: `DEFAULT_APP`, `WEBSITE`, or `FROM_EVENTS` for one made from the events that arrived. `use_dashboard` copies one; with `duplicate_tiles` its insights are copied too.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        description?: string | null;
                        pinned?: boolean;
                        deleted?: boolean;
                        filters?: ({
                            date_from?: string | null;
                            date_to?: string | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        variables?: {
                            [key: string]: unknown;
                        } | null;
                        breakdown_colors?: unknown;
                        data_color_theme_id?: number | null;
                        tags?: string[] | null;
                        restriction_level?: number;
                        tiles?: ({
                            id?: number;
                            layouts?: ({
                                sm?: ({
                                    x?: number;
                                    y?: number;
                                    w?: number;
                                    h?: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                xs?: ({
                                    x?: number;
                                    y?: number;
                                    w?: number;
                                    h?: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            color?: string | null;
                            deleted?: boolean | null;
                            text?: ({
                                body?: string | null;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                        use_template?: string | null;
                        use_dashboard?: number | null;
                        duplicate_tiles?: boolean;
                        delete_insights?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            pinned: boolean;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_accessed_at: string | null;
                            is_shared: boolean;
                            deleted: boolean;
                            creation_mode: string;
                            tags: string[];
                            restriction_level: number;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            team_id: number;
                            filters: unknown;
                            persisted_filters: unknown;
                            variables: unknown;
                            persisted_variables: unknown;
                            breakdown_colors: unknown;
                            data_color_theme_id: number | null;
                            tiles: ({
                                id: number;
                                insight: ({
                                    id: number;
                                    short_id: string;
                                    name: string | null;
                                    derived_name: string | null;
                                    description: string | null;
                                    query: unknown;
                                    filters: unknown;
                                    order: number | null;
                                    deleted: boolean;
                                    favorited: boolean;
                                    saved: boolean;
                                    dashboards: number[];
                                    dashboard_tiles: {
                                        id: number;
                                        dashboard_id: number;
                                        deleted: boolean;
                                    }[];
                                    tags: string[];
                                    created_at: string;
                                    updated_at: string;
                                    last_modified_at: string;
                                    created_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_modified_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_viewed_at?: string | null;
                                    is_sample: boolean;
                                    effective_restriction_level: number;
                                    effective_privilege_level: number;
                                    user_access_level: string;
                                    result: unknown;
                                    query_status: unknown;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                text: ({
                                    id: number;
                                    body: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                layouts: unknown;
                                color: string | null;
                                order: number;
                                last_refresh: string | null;
                                is_cached: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/dashboards/create_from_template_json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a dashboard from a template of your own */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        template: {
                            template_name?: string;
                            dashboard_description?: string | null;
                            dashboard_filters?: {
                                [key: string]: unknown;
                            } | null;
                            tags?: string[] | null;
                            tiles: ({
                                /** @enum {string} */
                                type: "INSIGHT" | "TEXT";
                                name?: string;
                                description?: string;
                                query?: {
                                    [key: string]: unknown;
                                };
                                body?: string;
                                layouts?: {
                                    [key: string]: unknown;
                                };
                                color?: string | null;
                            } & {
                                [key: string]: unknown;
                            })[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            pinned: boolean;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_accessed_at: string | null;
                            is_shared: boolean;
                            deleted: boolean;
                            creation_mode: string;
                            tags: string[];
                            restriction_level: number;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            team_id: number;
                            filters: unknown;
                            persisted_filters: unknown;
                            variables: unknown;
                            persisted_variables: unknown;
                            breakdown_colors: unknown;
                            data_color_theme_id: number | null;
                            tiles: ({
                                id: number;
                                insight: ({
                                    id: number;
                                    short_id: string;
                                    name: string | null;
                                    derived_name: string | null;
                                    description: string | null;
                                    query: unknown;
                                    filters: unknown;
                                    order: number | null;
                                    deleted: boolean;
                                    favorited: boolean;
                                    saved: boolean;
                                    dashboards: number[];
                                    dashboard_tiles: {
                                        id: number;
                                        dashboard_id: number;
                                        deleted: boolean;
                                    }[];
                                    tags: string[];
                                    created_at: string;
                                    updated_at: string;
                                    last_modified_at: string;
                                    created_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_modified_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_viewed_at?: string | null;
                                    is_sample: boolean;
                                    effective_restriction_level: number;
                                    effective_privilege_level: number;
                                    user_access_level: string;
                                    result: unknown;
                                    query_status: unknown;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                text: ({
                                    id: number;
                                    body: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                layouts: unknown;
                                color: string | null;
                                order: number;
                                last_refresh: string | null;
                                is_cached: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/dashboard_templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Templates that dashboards can be made from
         * @description The one named `FROM_EVENTS` is made from the events of the last 30 days.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: ({
                                id: string;
                                template_name: string;
                                tiles: unknown[];
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/dashboards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a dashboard with its tiles */
        get: {
            parameters: {
                query?: {
                    /** @description How fresh the results must be; by default whatever is there. */
                    refresh?: string;
                    /** @description JSON: filters instead of those of the dashboard. */
                    filters_override?: string;
                    /** @description JSON: values of variables. */
                    variables_override?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            pinned: boolean;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_accessed_at: string | null;
                            is_shared: boolean;
                            deleted: boolean;
                            creation_mode: string;
                            tags: string[];
                            restriction_level: number;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            team_id: number;
                            filters: unknown;
                            persisted_filters: unknown;
                            variables: unknown;
                            persisted_variables: unknown;
                            breakdown_colors: unknown;
                            data_color_theme_id: number | null;
                            tiles: ({
                                id: number;
                                insight: ({
                                    id: number;
                                    short_id: string;
                                    name: string | null;
                                    derived_name: string | null;
                                    description: string | null;
                                    query: unknown;
                                    filters: unknown;
                                    order: number | null;
                                    deleted: boolean;
                                    favorited: boolean;
                                    saved: boolean;
                                    dashboards: number[];
                                    dashboard_tiles: {
                                        id: number;
                                        dashboard_id: number;
                                        deleted: boolean;
                                    }[];
                                    tags: string[];
                                    created_at: string;
                                    updated_at: string;
                                    last_modified_at: string;
                                    created_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_modified_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_viewed_at?: string | null;
                                    is_sample: boolean;
                                    effective_restriction_level: number;
                                    effective_privilege_level: number;
                                    user_access_level: string;
                                    result: unknown;
                                    query_status: unknown;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                text: ({
                                    id: number;
                                    body: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                layouts: unknown;
                                color: string | null;
                                order: number;
                                last_refresh: string | null;
                                is_cached: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Change a dashboard and its tiles
         * @description `tiles` names only those to change: `{id, layouts?, color?, deleted?, text?}`; one without an id is a new text, `{text: {body}, layouts?, color?}`. `deleted: true` deletes the dashboard, `false` brings it back.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        description?: string | null;
                        pinned?: boolean;
                        deleted?: boolean;
                        filters?: ({
                            date_from?: string | null;
                            date_to?: string | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        variables?: {
                            [key: string]: unknown;
                        } | null;
                        breakdown_colors?: unknown;
                        data_color_theme_id?: number | null;
                        tags?: string[] | null;
                        restriction_level?: number;
                        tiles?: ({
                            id?: number;
                            layouts?: ({
                                sm?: ({
                                    x?: number;
                                    y?: number;
                                    w?: number;
                                    h?: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                xs?: ({
                                    x?: number;
                                    y?: number;
                                    w?: number;
                                    h?: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            color?: string | null;
                            deleted?: boolean | null;
                            text?: ({
                                body?: string | null;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                        use_template?: string | null;
                        use_dashboard?: number | null;
                        duplicate_tiles?: boolean;
                        delete_insights?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            pinned: boolean;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_accessed_at: string | null;
                            is_shared: boolean;
                            deleted: boolean;
                            creation_mode: string;
                            tags: string[];
                            restriction_level: number;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            team_id: number;
                            filters: unknown;
                            persisted_filters: unknown;
                            variables: unknown;
                            persisted_variables: unknown;
                            breakdown_colors: unknown;
                            data_color_theme_id: number | null;
                            tiles: ({
                                id: number;
                                insight: ({
                                    id: number;
                                    short_id: string;
                                    name: string | null;
                                    derived_name: string | null;
                                    description: string | null;
                                    query: unknown;
                                    filters: unknown;
                                    order: number | null;
                                    deleted: boolean;
                                    favorited: boolean;
                                    saved: boolean;
                                    dashboards: number[];
                                    dashboard_tiles: {
                                        id: number;
                                        dashboard_id: number;
                                        deleted: boolean;
                                    }[];
                                    tags: string[];
                                    created_at: string;
                                    updated_at: string;
                                    last_modified_at: string;
                                    created_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_modified_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_viewed_at?: string | null;
                                    is_sample: boolean;
                                    effective_restriction_level: number;
                                    effective_privilege_level: number;
                                    user_access_level: string;
                                    result: unknown;
                                    query_status: unknown;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                text: ({
                                    id: number;
                                    body: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                layouts: unknown;
                                color: string | null;
                                order: number;
                                last_refresh: string | null;
                                is_cached: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Not allowed; set `deleted` instead */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                405: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a dashboard and its tiles
         * @description `tiles` names only those to change: `{id, layouts?, color?, deleted?, text?}`; one without an id is a new text, `{text: {body}, layouts?, color?}`. `deleted: true` deletes the dashboard, `false` brings it back.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string | null;
                        description?: string | null;
                        pinned?: boolean;
                        deleted?: boolean;
                        filters?: ({
                            date_from?: string | null;
                            date_to?: string | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        variables?: {
                            [key: string]: unknown;
                        } | null;
                        breakdown_colors?: unknown;
                        data_color_theme_id?: number | null;
                        tags?: string[] | null;
                        restriction_level?: number;
                        tiles?: ({
                            id?: number;
                            layouts?: ({
                                sm?: ({
                                    x?: number;
                                    y?: number;
                                    w?: number;
                                    h?: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                xs?: ({
                                    x?: number;
                                    y?: number;
                                    w?: number;
                                    h?: number;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                            color?: string | null;
                            deleted?: boolean | null;
                            text?: ({
                                body?: string | null;
                            } & {
                                [key: string]: unknown;
                            }) | null;
                        } & {
                            [key: string]: unknown;
                        })[];
                        use_template?: string | null;
                        use_dashboard?: number | null;
                        duplicate_tiles?: boolean;
                        delete_insights?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            pinned: boolean;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_accessed_at: string | null;
                            is_shared: boolean;
                            deleted: boolean;
                            creation_mode: string;
                            tags: string[];
                            restriction_level: number;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            team_id: number;
                            filters: unknown;
                            persisted_filters: unknown;
                            variables: unknown;
                            persisted_variables: unknown;
                            breakdown_colors: unknown;
                            data_color_theme_id: number | null;
                            tiles: ({
                                id: number;
                                insight: ({
                                    id: number;
                                    short_id: string;
                                    name: string | null;
                                    derived_name: string | null;
                                    description: string | null;
                                    query: unknown;
                                    filters: unknown;
                                    order: number | null;
                                    deleted: boolean;
                                    favorited: boolean;
                                    saved: boolean;
                                    dashboards: number[];
                                    dashboard_tiles: {
                                        id: number;
                                        dashboard_id: number;
                                        deleted: boolean;
                                    }[];
                                    tags: string[];
                                    created_at: string;
                                    updated_at: string;
                                    last_modified_at: string;
                                    created_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_modified_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_viewed_at?: string | null;
                                    is_sample: boolean;
                                    effective_restriction_level: number;
                                    effective_privilege_level: number;
                                    user_access_level: string;
                                    result: unknown;
                                    query_status: unknown;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                text: ({
                                    id: number;
                                    body: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                layouts: unknown;
                                color: string | null;
                                order: number;
                                last_refresh: string | null;
                                is_cached: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/dashboards/{id}/move_tile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Move a tile to another dashboard */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        tile: {
                            id: number;
                        } & {
                            [key: string]: unknown;
                        };
                        toDashboard?: number;
                        to_dashboard?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            name: string | null;
                            description: string;
                            pinned: boolean;
                            created_at: string;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            last_accessed_at: string | null;
                            is_shared: boolean;
                            deleted: boolean;
                            creation_mode: string;
                            tags: string[];
                            restriction_level: number;
                            effective_restriction_level: number;
                            effective_privilege_level: number;
                            user_access_level: string;
                            team_id: number;
                            filters: unknown;
                            persisted_filters: unknown;
                            variables: unknown;
                            persisted_variables: unknown;
                            breakdown_colors: unknown;
                            data_color_theme_id: number | null;
                            tiles: ({
                                id: number;
                                insight: ({
                                    id: number;
                                    short_id: string;
                                    name: string | null;
                                    derived_name: string | null;
                                    description: string | null;
                                    query: unknown;
                                    filters: unknown;
                                    order: number | null;
                                    deleted: boolean;
                                    favorited: boolean;
                                    saved: boolean;
                                    dashboards: number[];
                                    dashboard_tiles: {
                                        id: number;
                                        dashboard_id: number;
                                        deleted: boolean;
                                    }[];
                                    tags: string[];
                                    created_at: string;
                                    updated_at: string;
                                    last_modified_at: string;
                                    created_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_modified_by: {
                                        id: number;
                                        uuid: string;
                                        distinct_id: string;
                                        first_name: string;
                                        last_name: string;
                                        email: string;
                                        is_email_verified: boolean | null;
                                        hedgehog_config: {
                                            [key: string]: unknown;
                                        } | null;
                                        role_at_organization: string | null;
                                    } | null;
                                    last_viewed_at?: string | null;
                                    is_sample: boolean;
                                    effective_restriction_level: number;
                                    effective_privilege_level: number;
                                    user_access_level: string;
                                    result: unknown;
                                    query_status: unknown;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                text: ({
                                    id: number;
                                    body: string;
                                } & {
                                    [key: string]: unknown;
                                }) | null;
                                layouts: unknown;
                                color: string | null;
                                order: number;
                                last_refresh: string | null;
                                is_cached: boolean;
                            } & {
                                [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/dashboards/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about dashboards, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/dashboards/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about a dashboard, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List annotations, the latest moment first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Part of the text. */
                    search?: string;
                    /** @description `dashboard_item`, `dashboard`, `project` or `organization`. */
                    scope?: string;
                    /** @description ISO 8601. */
                    date_from?: string;
                    /** @description ISO 8601. */
                    date_to?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                content: string | null;
                                date_marker: string | null;
                                creation_type: string;
                                dashboard_item: number | null;
                                dashboard_id: number | null;
                                dashboard_name: string | null;
                                insight_short_id: string | null;
                                insight_name: string | null;
                                insight_derived_name: string | null;
                                created_by: {
                                    id: number;
                                    uuid: string;
                                    distinct_id: string;
                                    first_name: string;
                                    last_name: string;
                                    email: string;
                                    is_email_verified: boolean | null;
                                    hedgehog_config: {
                                        [key: string]: unknown;
                                    } | null;
                                    role_at_organization: string | null;
                                } | null;
                                created_at: string;
                                updated_at: string;
                                deleted: boolean;
                                scope: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create an annotation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        content?: string | null;
                        date_marker?: string | null;
                        /** @enum {string} */
                        creation_type?: "USR" | "GIT";
                        /** @enum {string} */
                        scope?: "dashboard_item" | "dashboard" | "project" | "organization";
                        dashboard_item?: number | null;
                        dashboard_id?: number | null;
                        deleted?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            content: string | null;
                            date_marker: string | null;
                            creation_type: string;
                            dashboard_item: number | null;
                            dashboard_id: number | null;
                            dashboard_name: string | null;
                            insight_short_id: string | null;
                            insight_name: string | null;
                            insight_derived_name: string | null;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            deleted: boolean;
                            scope: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/annotations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an annotation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            content: string | null;
                            date_marker: string | null;
                            creation_type: string;
                            dashboard_item: number | null;
                            dashboard_id: number | null;
                            dashboard_name: string | null;
                            insight_short_id: string | null;
                            insight_name: string | null;
                            insight_derived_name: string | null;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            deleted: boolean;
                            scope: string;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Change an annotation
         * @description `deleted: true` deletes it, `false` brings it back.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        content?: string | null;
                        date_marker?: string | null;
                        /** @enum {string} */
                        creation_type?: "USR" | "GIT";
                        /** @enum {string} */
                        scope?: "dashboard_item" | "dashboard" | "project" | "organization";
                        dashboard_item?: number | null;
                        dashboard_id?: number | null;
                        deleted?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            content: string | null;
                            date_marker: string | null;
                            creation_type: string;
                            dashboard_item: number | null;
                            dashboard_id: number | null;
                            dashboard_name: string | null;
                            insight_short_id: string | null;
                            insight_name: string | null;
                            insight_derived_name: string | null;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            deleted: boolean;
                            scope: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Not allowed; set `deleted` instead */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                405: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change an annotation
         * @description `deleted: true` deletes it, `false` brings it back.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        content?: string | null;
                        date_marker?: string | null;
                        /** @enum {string} */
                        creation_type?: "USR" | "GIT";
                        /** @enum {string} */
                        scope?: "dashboard_item" | "dashboard" | "project" | "organization";
                        dashboard_item?: number | null;
                        dashboard_id?: number | null;
                        deleted?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: number;
                            content: string | null;
                            date_marker: string | null;
                            creation_type: string;
                            dashboard_item: number | null;
                            dashboard_id: number | null;
                            dashboard_name: string | null;
                            insight_short_id: string | null;
                            insight_name: string | null;
                            insight_derived_name: string | null;
                            created_by: {
                                id: number;
                                uuid: string;
                                distinct_id: string;
                                first_name: string;
                                last_name: string;
                                email: string;
                                is_email_verified: boolean | null;
                                hedgehog_config: {
                                    [key: string]: unknown;
                                } | null;
                                role_at_organization: string | null;
                            } | null;
                            created_at: string;
                            updated_at: string;
                            deleted: boolean;
                            scope: string;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/projects/{project_id}/annotations/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed about an annotation, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Entries per page, 10 by default. */
                    limit?: string;
                    /** @description Number of the page, from 1. */
                    page?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results: {
                                id: string;
                                activity: string;
                                scope: string;
                                item_id: string;
                                created_at: string;
                                detail: {
                                    [key: string]: unknown;
                                };
                                user: {
                                    first_name: string;
                                    email: string | null;
                                    is_system?: boolean;
                                };
                            }[];
                            next: string | null;
                            previous: string | null;
                            total_count: number;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/event_definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the names of events that have been seen */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Words that the name has. */
                    search?: string;
                    /** @description `all`, `event_custom` or `event_posthog`. */
                    event_type?: string;
                    /** @description `name`, `last_seen_at`, with `-` for the reverse. */
                    ordering?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                name: string;
                                created_at: string;
                                last_seen_at: string | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/property_definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the names of properties that have been seen */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                    /** @description Words that the name has. */
                    search?: string;
                    /** @description `event` (default), `person` or `group`. */
                    type?: string;
                    /** @description 0 to 4; needed for `group`. */
                    group_type_index?: string;
                    /** @description `true`: only numbers. */
                    is_numerical?: string;
                    /** @description JSON list of events: says which properties were seen with them. */
                    event_names?: string;
                    /** @description `true`: only properties seen with those events. */
                    filter_by_event_names?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: string;
                                name: string;
                                is_numerical: boolean;
                                property_type: string | null;
                                is_seen_on_filtered_events: boolean | null;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is behind a point of trends */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/lifecycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is behind a bar of a lifecycle */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/stickiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is behind a bar of stickiness */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in a row of retention, and when they came back */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who reached a step of a funnel, or went no further */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Who reached a step of a funnel, or went no further */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/funnel/correlation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is behind a correlation */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Who is behind a correlation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/persons/path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who went along an edge of paths */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default) or `csv`. */
                    format?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Who went along an edge of paths */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            results?: unknown[];
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description Errors: 400 the body is not JSON, or a field of it is wrong; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 415 another type of body than JSON or a form; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/ingestion_status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where are my events */
        get: {
            parameters: {
                query?: {
                    /** @description How far back to count; 24 by default. */
                    hours?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            ingested_event: boolean;
                            hours: number;
                            outcomes: {
                                outcome: string;
                                description: string;
                                events: number;
                            }[];
                            lag: {
                                records: number;
                                bytes: number;
                                seconds: number;
                            };
                            /** @description Events of this installation whose token belongs to no project. */
                            unknown_token_events: number;
                            /** @description Records of the event log that could not be read, of all projects. */
                            damaged_records: number;
                            dead_letters: number;
                            warnings: number;
                            /** @description What this web process took in for all projects since it started. */
                            capture: {
                                since: string;
                                accepted_events: number;
                                rejected_requests: number;
                            };
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/dead_letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events that could not be processed, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                reason: string;
                                detail: string;
                                event: string | null;
                                distinct_id: string | null;
                                body: string;
                                created_at: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project_id}/ingestion_warnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ingestion warnings, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows per page, 100 by default. */
                    limit?: string;
                    /** @description Rows to skip. */
                    offset?: string;
                };
                header?: never;
                path: {
                    project_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            count: number;
                            next: string | null;
                            previous: string | null;
                            results: {
                                id: number;
                                type: string;
                                source: string;
                                details: {
                                    [key: string]: unknown;
                                };
                                timestamp: string;
                            }[];
                        };
                    };
                };
                /** @description Errors: 400 a parameter cannot be read; 401 no or bad credentials; 403 the scope or the permission is missing; 404 there is no such thing; 429 too many calls. */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            type: string;
                            code: string;
                            detail: string;
                            /** @description The field that is wrong; null when it is none in particular. */
                            attr: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
