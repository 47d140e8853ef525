//! A service between an application and the providers of its users' accounts.
//!
//! It takes what a provider answered, says what the application needs to know of it, and hands the payload on as it
//! came, with all that the schemas don't name. What a schema refuses is answered with the place and the reason.
//!
//! `PORT` is the first argument; 0 lets the system choose.

mod payload;
mod routes;

use std::net::Ipv4Addr;

use axum::Router;
use axum::routing::post;
use tokio::net::TcpListener;

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(8080);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        println!("listening on http://{}", listener.local_addr()?);
        axum::serve(listener, router()).await
    })
}

fn router() -> Router {
    Router::new()
        .route("/workos/token", post(routes::workos_token))
        .route("/clerk/token", post(routes::clerk_token))
        .route("/pipedream/component", post(routes::pipedream_component))
}
